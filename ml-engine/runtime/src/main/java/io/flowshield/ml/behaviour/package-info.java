/**
 * How a person types: samples of timings, what is known of an account's owner, and the distance.
 */
@NullMarked
package io.flowshield.ml.behaviour;

import org.jspecify.annotations.NullMarked;
