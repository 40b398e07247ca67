/** Conditions that sub-flows hang on. */
@NullMarked
package io.flowshield.authn.condition;

import org.jspecify.annotations.NullMarked;
