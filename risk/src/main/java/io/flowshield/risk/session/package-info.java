/** From a Keycloak session to facts, and back into it: notes, device cookie, links. */
@NullMarked
package io.flowshield.risk.session;

import org.jspecify.annotations.NullMarked;
