/** What goes into Keycloak's {@code providers/}, and the check that it harms nothing there. */
@NullMarked
package io.flowshield.pack;

import org.jspecify.annotations.NullMarked;
