package io.flowshield.workflow;

import org.jspecify.annotations.Nullable;

/**
 * What the watch over a user starts from, and goes on from when its history has grown long.
 *
 * @param realmId Keycloak's realm id
 * @param account the user
 * @param limits the realm's settings when the watch began
 * @param memory what the run before knew; null in the first run
 */
public record AdaptiveRequest(
    String realmId, AccountRef account, AdaptiveLimits limits, @Nullable AdaptiveMemory memory) {}
