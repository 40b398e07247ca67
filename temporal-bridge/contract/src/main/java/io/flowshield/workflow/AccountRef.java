package io.flowshield.workflow;

/**
 * The account that a step is about.
 *
 * @param realm the realm's name, as it stands in URLs
 * @param userId Keycloak's user id
 */
public record AccountRef(String realm, String userId) {}
