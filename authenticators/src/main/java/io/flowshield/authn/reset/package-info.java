/** The mail for a forgotten password. */
@NullMarked
package io.flowshield.authn.reset;

import org.jspecify.annotations.NullMarked;
