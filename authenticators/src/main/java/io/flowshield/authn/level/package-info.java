/** Asks for a level of authentication, which Keycloak's own conditions and tokens then act on. */
@NullMarked
package io.flowshield.authn.level;

import org.jspecify.annotations.NullMarked;
