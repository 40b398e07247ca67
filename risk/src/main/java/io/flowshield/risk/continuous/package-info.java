/**
 * Continuous evaluation: what happens in a session after its login raises its risk. Requests hand
 * in what they saw and go on; everything else happens behind them.
 */
@NullMarked
package io.flowshield.risk.continuous;

import org.jspecify.annotations.NullMarked;
