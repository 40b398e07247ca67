/** Doubles of what Keycloak hands to the steps of a flow. */
@NullMarked
package io.flowshield.testkit.flow;

import org.jspecify.annotations.NullMarked;
