package io.flowshield.authn.registration;

import io.flowshield.ml.context.RegistrationFacts;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/** Reads the facts of a registration out of its form. */
final class RegistrationForm {
  /** Keycloak's own limit for these fields; what is longer is cut before it is judged. */
  private static final int LONGEST = 255;

  private RegistrationForm() {}

  /**
   * @param emailAsUsername true when the realm's form has no field for the user name
   * @param locale BCP 47 tag of the form's language
   */
  static RegistrationFacts read(
      MultivaluedMap<String, String> form, boolean emailAsUsername, String locale) {
    String email = field(form.getFirst(UserModel.EMAIL)).toLowerCase(Locale.ROOT);
    int at = email.lastIndexOf('@');
    String username = emailAsUsername ? email : field(form.getFirst(UserModel.USERNAME));
    return new RegistrationFacts(
        username,
        at < 0 ? email : email.substring(0, at),
        at < 0 ? "" : email.substring(at + 1),
        field(form.getFirst(UserModel.FIRST_NAME)),
        field(form.getFirst(UserModel.LAST_NAME)),
        locale);
  }

  private static String field(@Nullable String value) {
    if (value == null) {
      return "";
    }
    String trimmed = value.trim();
    return trimmed.length() <= LONGEST ? trimmed : trimmed.substring(0, LONGEST);
  }
}
