package io.flowshield.worker;

import io.flowshield.worker.keycloak.KeycloakClient;
import io.flowshield.worker.keycloak.Registration;
import io.flowshield.worker.text.GeneratedTexts;
import io.flowshield.worker.text.Language;
import io.flowshield.worker.text.Prompt;
import io.flowshield.workflow.MailActivities;
import io.flowshield.workflow.MailRequest;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has Keycloak send mail, so that no address leaves it. A paragraph of it may be generated; the
 * mail goes out all the same without one.
 */
public final class MailActivitiesImpl implements MailActivities {
  private final KeycloakClient keycloak;
  private final @Nullable GeneratedTexts texts;

  /**
   * @param texts null when no paragraph is to be generated
   */
  public MailActivitiesImpl(KeycloakClient keycloak, @Nullable GeneratedTexts texts) {
    this.keycloak = keycloak;
    this.texts = texts;
  }

  @Override
  public void send(MailRequest mail) {
    keycloak.mail(mail, paragraph(mail));
  }

  private Optional<String> paragraph(MailRequest mail) {
    if (texts == null || mail.kind() == MailRequest.Kind.WITHDRAWN) {
      return Optional.empty();
    }
    Registration registration;
    try {
      registration = keycloak.registration(mail.account());
    } catch (ApplicationFailure e) {
      // If it matters, the mail itself meets it next.
      return Optional.empty();
    }
    if (!registration.generatedParagraph()) {
      return Optional.empty();
    }
    return Language.of(registration.locale())
        .map(
            language ->
                mail.kind() == MailRequest.Kind.REMINDER
                    ? Prompt.reminder(language)
                    : Prompt.verification(language))
        .flatMap(texts::text);
  }
}
