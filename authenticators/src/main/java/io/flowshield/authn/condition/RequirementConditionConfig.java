package io.flowshield.authn.condition;

import io.flowshield.authn.config.Settings;
import io.flowshield.risk.store.Requirement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Settings of the condition on requirements.
 *
 * @param kinds of which one has to be open
 */
record RequirementConditionConfig(Set<Requirement.Kind> kinds) {
  private static final String KINDS = "kinds";

  static final List<ProviderConfigProperty> PROPERTIES =
      ProviderConfigurationBuilder.create()
          .property()
          .name(KINDS)
          .label("Requirements")
          .helpText(
              "The sub-flow runs for users of whom one of these is required. None chosen: any of"
                  + " them.")
          .type(ProviderConfigProperty.MULTIVALUED_LIST_TYPE)
          .options(Stream.of(Requirement.Kind.values()).map(Enum::name).toList())
          .add()
          .build();

  static RequirementConditionConfig of(@Nullable AuthenticatorConfigModel model) {
    List<String> chosen = Settings.of(model).list(KINDS);
    EnumSet<Requirement.Kind> kinds = EnumSet.noneOf(Requirement.Kind.class);
    Arrays.stream(Requirement.Kind.values())
        .filter(kind -> chosen.contains(kind.name()))
        .forEach(kinds::add);
    return new RequirementConditionConfig(
        kinds.isEmpty() ? EnumSet.allOf(Requirement.Kind.class) : kinds);
  }

  boolean matches(Requirement required) {
    return kinds.contains(required.kind());
  }
}
