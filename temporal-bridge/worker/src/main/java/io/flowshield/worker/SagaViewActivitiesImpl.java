package io.flowshield.worker;

import io.flowshield.worker.keycloak.KeycloakClient;
import io.flowshield.worker.text.GeneratedTexts;
import io.flowshield.worker.text.Prompt;
import io.flowshield.workflow.SagaState;
import io.flowshield.workflow.SagaState.Phase;
import io.flowshield.workflow.SagaView;
import io.flowshield.workflow.SagaViewActivities;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows sagas in Keycloak's console; a held one with an explanation, if a model writes them. */
public final class SagaViewActivitiesImpl implements SagaViewActivities {
  private final KeycloakClient keycloak;
  private final @Nullable GeneratedTexts explanations;

  /**
   * @param explanations null when none are to be generated
   */
  public SagaViewActivitiesImpl(KeycloakClient keycloak, @Nullable GeneratedTexts explanations) {
    this.keycloak = keycloak;
    this.explanations = explanations;
  }

  @Override
  public void publish(SagaView view) {
    keycloak.publish(explanation(view).map(text -> explained(view, text)).orElse(view));
  }

  private Optional<String> explanation(SagaView view) {
    SagaState state = view.state();
    if (explanations == null || state.phase() != Phase.REVIEW) {
      return Optional.empty();
    }
    return level(state.level())
        .map(level -> Prompt.review(level, state.score(), view.riskReasons()))
        .flatMap(explanations::text);
  }

  private static Optional<Prompt.Level> level(String name) {
    try {
      return Optional.of(Prompt.Level.valueOf(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static SagaView explained(SagaView view, String text) {
    SagaState state = view.state();
    String detail = (state.detail().isEmpty() ? "" : state.detail() + ". ") + "Generated: " + text;
    return new SagaView(
        view.workflowId(),
        view.account(),
        new SagaState(
            state.phase(),
            state.score(),
            state.level(),
            state.modelVersion(),
            state.reason(),
            detail,
            state.provisioned()),
        view.attempt(),
        view.riskReasons());
  }
}
