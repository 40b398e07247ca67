/** Remembers the browser on which a second factor was shown, and lets it stand in for one. */
@NullMarked
package io.flowshield.authn.trust;

import org.jspecify.annotations.NullMarked;
