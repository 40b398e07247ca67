package io.flowshield.risk.sharedsignals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderQuery;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Who is meant by a subject identifier (RFC 9493). Only a user whom it names beyond doubt is: what
 * fits two people fits nobody.
 */
final class Subjects {
  private static final int LONGEST = 500;
  private static final int MOST_PROVIDERS = 1_000;

  private final KeycloakSession session;
  private final RealmModel realm;
  private final String ownIssuer;

  /**
   * @param ownIssuer the realm's own
   */
  Subjects(KeycloakSession session, RealmModel realm, String ownIssuer) {
    this.session = session;
    this.realm = realm;
    this.ownIssuer = ownIssuer;
  }

  /** The user; empty when nobody, or more than one, is meant, or the format is not known. */
  Optional<UserModel> find(JsonNode subject) {
    return switch (subject.path("format").asText()) {
      case "complex" -> find(subject.path("user"));
      case "iss_sub" -> ofIssuer(text(subject, "iss"), text(subject, "sub"));
      case "opaque" -> byId(text(subject, "id"));
      case "email" -> byAddress(text(subject, "email"));
      default -> subject.has("user") ? find(subject.path("user")) : Optional.empty();
    };
  }

  private static String text(JsonNode subject, String name) {
    String text = subject.path(name).asText();
    return text.length() > LONGEST ? "" : text;
  }

  private Optional<UserModel> ofIssuer(String issuer, String name) {
    if (issuer.equals(ownIssuer)) {
      return byId(name);
    }
    List<UserModel> linked =
        name.isEmpty() || issuer.isEmpty()
            ? List.of()
            : session
                .identityProviders()
                .getAllStream(IdentityProviderQuery.userAuthentication(), 0, MOST_PROVIDERS)
                .filter(provider -> issuer.equals(provider.getConfig().get("issuer")))
                .map(
                    provider ->
                        session
                            .users()
                            .getUserByFederatedIdentity(
                                realm, new FederatedIdentityModel(provider.getAlias(), name, null)))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    return only(linked);
  }

  private Optional<UserModel> byId(String id) {
    return id.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(session.users().getUserById(realm, id));
  }

  private Optional<UserModel> byAddress(String address) {
    return address.isEmpty()
        ? Optional.empty()
        : only(
            session
                .users()
                .searchForUserStream(
                    realm,
                    Map.of(UserModel.EMAIL, address, UserModel.EXACT, Boolean.TRUE.toString()),
                    0,
                    2)
                .filter(user -> address.equalsIgnoreCase(user.getEmail()))
                .toList());
  }

  private static Optional<UserModel> only(List<UserModel> users) {
    return users.size() == 1 ? Optional.of(users.get(0)) : Optional.empty();
  }
}
