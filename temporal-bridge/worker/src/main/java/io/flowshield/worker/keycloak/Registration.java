package io.flowshield.worker.keycloak;

import org.jspecify.annotations.Nullable;

/**
 * An account as Keycloak tells it. Lives in an activity's memory only, never in a history.
 *
 * @param userId Keycloak's id
 * @param username login name
 * @param email address
 * @param firstName given name
 * @param lastName family name
 * @param locale BCP 47 tag
 * @param enabled false once withdrawn
 * @param emailVerified true when the address needs no mail
 * @param pending true until finalised
 * @param generatedParagraph true when the realm wants mails with a generated paragraph
 */
public record Registration(
    String userId,
    String username,
    @Nullable String email,
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String locale,
    boolean enabled,
    boolean emailVerified,
    boolean pending,
    boolean generatedParagraph) {

  @Override
  public String toString() {
    return "Registration[" + userId + "]";
  }
}
