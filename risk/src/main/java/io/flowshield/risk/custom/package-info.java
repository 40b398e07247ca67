/** Signals that administrators add by a jar of their own: what they implement, and their limits. */
@NullMarked
package io.flowshield.risk.custom;

import org.jspecify.annotations.NullMarked;
