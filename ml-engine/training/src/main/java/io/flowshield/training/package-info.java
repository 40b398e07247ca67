/** Trains, evaluates and publishes the models that the engine scores with. */
@NullMarked
package io.flowshield.training;

import org.jspecify.annotations.NullMarked;
