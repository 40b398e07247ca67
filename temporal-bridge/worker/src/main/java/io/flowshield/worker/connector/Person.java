package io.flowshield.worker.connector;

import org.jspecify.annotations.Nullable;

/**
 * What a service is told of an account.
 *
 * @param userId Keycloak's id, the service's external id
 * @param username login name
 * @param email address, if any
 * @param firstName given name, if any
 * @param lastName family name, if any
 * @param locale BCP 47 tag, if any
 */
public record Person(
    String userId,
    String username,
    @Nullable String email,
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String locale) {

  @Override
  public String toString() {
    return "Person[" + userId + "]";
  }
}
