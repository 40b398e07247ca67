/** Browsers on which a user's second factor is remembered. */
@NullMarked
package io.flowshield.risk.trust;

import org.jspecify.annotations.NullMarked;
