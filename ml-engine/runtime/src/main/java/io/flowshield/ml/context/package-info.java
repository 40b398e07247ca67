/** The facts that a judgement rests on: immutable records, filled at one door. */
@NullMarked
package io.flowshield.ml.context;

import org.jspecify.annotations.NullMarked;
