package io.flowshield.ml.context;

import io.flowshield.ml.password.PasswordAssessment;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a registration form. Lives in request memory only: never stored, never logged.
 *
 * @param username as typed, may equal the address
 * @param emailLocalPart in front of the last @, lower case; empty when the form has no address
 * @param emailDomain behind the last @, lower case
 * @param firstName as typed, may be empty
 * @param lastName as typed, may be empty
 * @param locale BCP 47 tag of the form's language, for example {@code de}
 * @param password what is known of the password, never its text; null when nothing could judge it
 */
public record RegistrationFacts(
    String username,
    String emailLocalPart,
    String emailDomain,
    String firstName,
    String lastName,
    String locale,
    @Nullable PasswordAssessment password) {

  /** A form whose password nobody judged. */
  public RegistrationFacts(
      String username,
      String emailLocalPart,
      String emailDomain,
      String firstName,
      String lastName,
      String locale) {
    this(username, emailLocalPart, emailDomain, firstName, lastName, locale, null);
  }

  /** The same form with its password judged. */
  public RegistrationFacts with(@Nullable PasswordAssessment assessment) {
    return new RegistrationFacts(
        username, emailLocalPart, emailDomain, firstName, lastName, locale, assessment);
  }
}
