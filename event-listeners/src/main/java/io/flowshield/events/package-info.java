/** Ears: learns from Keycloak's events and changes nothing. */
@NullMarked
package io.flowshield.events;

import org.jspecify.annotations.NullMarked;
