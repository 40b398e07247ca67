package io.flowshield.workflow;

/**
 * One mail, rendered and sent by Keycloak.
 *
 * @param account whose address it goes to
 * @param kind which mail
 * @param reason code that the mail explains, empty for mails that need none
 * @param idempotencyKey equal keys send one mail
 */
public record MailRequest(AccountRef account, Kind kind, String reason, String idempotencyKey) {

  /** Mails of a registration. */
  public enum Kind {
    VERIFY,
    REMINDER,
    WITHDRAWN
  }
}
