/** What another policy, or other facts, would have made of decisions that were taken. */
@NullMarked
package io.flowshield.risk.simulation;

import org.jspecify.annotations.NullMarked;
