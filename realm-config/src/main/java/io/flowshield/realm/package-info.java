/** Realm files, and what brings them into a running Keycloak. */
@NullMarked
package io.flowshield.realm;

import org.jspecify.annotations.NullMarked;
