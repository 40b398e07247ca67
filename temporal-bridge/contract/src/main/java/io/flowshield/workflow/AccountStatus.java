package io.flowshield.workflow;

/**
 * What a saga needs to know of an account; no profile data, because this stays in the history.
 *
 * @param emailVerified true when the address needs no mail any more, for example because an
 *     identity provider vouches for it
 */
public record AccountStatus(boolean emailVerified) {}
