/** Recent bad events, counted over sliding windows. */
@NullMarked
package io.flowshield.risk.counters;

import org.jspecify.annotations.NullMarked;
