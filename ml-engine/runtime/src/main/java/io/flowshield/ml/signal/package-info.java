/**
 * The signals of risk, one class each: name, inputs, formula with its source, weight without a
 * model. Adding one touches its class, its test and the message bundle.
 */
@NullMarked
package io.flowshield.ml.signal;

import org.jspecify.annotations.NullMarked;
