/** Doubles of the risk service. */
@NullMarked
package io.flowshield.testkit.risk;

import org.jspecify.annotations.NullMarked;
