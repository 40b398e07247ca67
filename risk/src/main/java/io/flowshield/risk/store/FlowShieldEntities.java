package io.flowshield.risk.store;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** Our tables, for Keycloak's persistence unit and its Liquibase run. */
final class FlowShieldEntities implements JpaEntityProvider {
  static final FlowShieldEntities INSTANCE = new FlowShieldEntities();

  private FlowShieldEntities() {}

  @Override
  public List<Class<?>> getEntities() {
    return List.of(
        UserProfileEntity.class,
        PopulationEntity.class,
        DecisionEntity.class,
        SagaViewEntity.class,
        MailSentEntity.class,
        SignalHealthEntity.class,
        RequirementEntity.class,
        CaptureChoiceEntity.class,
        ReceivedSignalEntity.class,
        TrustedDeviceEntity.class);
  }

  @Override
  public String getChangelogLocation() {
    return "META-INF/flowshield-changelog.xml";
  }

  @Override
  public String getFactoryId() {
    return FlowShieldEntitiesFactory.ID;
  }

  @Override
  public void close() {}
}
