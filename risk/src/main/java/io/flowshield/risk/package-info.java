/** The Keycloak side of risk: facts from a session, policy, storage, outbox and REST. */
@NullMarked
package io.flowshield.risk;

import org.jspecify.annotations.NullMarked;
