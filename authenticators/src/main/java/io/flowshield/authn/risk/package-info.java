/** Asks for the judgement of a login. */
@NullMarked
package io.flowshield.authn.risk;

import org.jspecify.annotations.NullMarked;
