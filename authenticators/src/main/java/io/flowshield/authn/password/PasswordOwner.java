package io.flowshield.authn.password;

import io.flowshield.authn.registration.RegistrationForm;
import io.flowshield.ml.context.RegistrationFacts;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What is known of the person who chooses a password. */
final class PasswordOwner {
  private PasswordOwner() {}

  /** Somebody who has an account. */
  static RegistrationFacts of(UserModel user) {
    return facts(user.getUsername(), user.getEmail(), user.getFirstName(), user.getLastName());
  }

  /**
   * Somebody who has none yet: Keycloak hands over the user name alone, so the rest comes from the
   * form that is being sent. Both times that Keycloak asks in a registration, the same is known.
   */
  static RegistrationFacts ofForm(KeycloakSession session, RealmModel realm, String username) {
    HttpRequest request = session.getContext().getHttpRequest();
    MediaType type = request == null ? null : request.getHttpHeaders().getMediaType();
    return type != null && type.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE)
        ? RegistrationForm.read(
            request.getDecodedFormParameters(), realm.isRegistrationEmailAsUsername(), "")
        : facts(username, null, null, null);
  }

  private static RegistrationFacts facts(
      @Nullable String username,
      @Nullable String email,
      @Nullable String firstName,
      @Nullable String lastName) {
    String address = text(email).toLowerCase(Locale.ROOT);
    int at = address.lastIndexOf('@');
    return new RegistrationFacts(
        text(username),
        at < 0 ? address : address.substring(0, at),
        at < 0 ? "" : address.substring(at + 1),
        text(firstName),
        text(lastName),
        "");
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
