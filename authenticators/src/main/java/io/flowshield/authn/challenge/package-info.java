/** Proof by a code that is mailed, and telling why a proof is asked for. */
@NullMarked
package io.flowshield.authn.challenge;

import org.jspecify.annotations.NullMarked;
