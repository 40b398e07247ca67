/** Typed reading of what administrators set in a flow, and what every factory shares. */
@NullMarked
package io.flowshield.authn.config;

import org.jspecify.annotations.NullMarked;
