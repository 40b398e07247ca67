/** Holds an account until its registration saga has ended. */
@NullMarked
package io.flowshield.authn.pending;

import org.jspecify.annotations.NullMarked;
