package io.flowshield.ml.context;

import io.flowshield.ml.password.PasswordAssessment;
import java.util.List;
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
 * @param lookalikes weighted count of the realm's registrations of the last hours whose address
 *     looks like this one, see {@link io.flowshield.ml.email.LookalikeWindow}; NaN when nobody
 *     counted
 * @param texts what was typed into free-text fields of the profile (company, job, about me); mostly
 *     empty
 */
public record RegistrationFacts(
    String username,
    String emailLocalPart,
    String emailDomain,
    String firstName,
    String lastName,
    String locale,
    @Nullable PasswordAssessment password,
    double lookalikes,
    List<String> texts) {

  public RegistrationFacts {
    texts = List.copyOf(texts);
  }

  /** A form whose password nobody judged. */
  public RegistrationFacts(
      String username,
      String emailLocalPart,
      String emailDomain,
      String firstName,
      String lastName,
      String locale) {
    this(
        username,
        emailLocalPart,
        emailDomain,
        firstName,
        lastName,
        locale,
        null,
        Double.NaN,
        List.of());
  }

  /** The same form with its password judged. */
  public RegistrationFacts with(@Nullable PasswordAssessment assessment) {
    return new RegistrationFacts(
        username,
        emailLocalPart,
        emailDomain,
        firstName,
        lastName,
        locale,
        assessment,
        lookalikes,
        texts);
  }

  /** The same form with what the realm's other registrations say. */
  public RegistrationFacts withLookalikes(double count) {
    return new RegistrationFacts(
        username, emailLocalPart, emailDomain, firstName, lastName, locale, password, count, texts);
  }

  /** The same form with what was typed into free-text fields. */
  public RegistrationFacts withTexts(List<String> typed) {
    return new RegistrationFacts(
        username,
        emailLocalPart,
        emailDomain,
        firstName,
        lastName,
        locale,
        password,
        lookalikes,
        typed);
  }
}
