/** Carries outbox rows from Keycloak to Temporal. */
@NullMarked
package io.flowshield.temporal;

import org.jspecify.annotations.NullMarked;
