/**
 * What happens after a request has committed: profiles, populations, bursts. Best effort, bounded,
 * counted.
 */
@NullMarked
package io.flowshield.risk.learning;

import org.jspecify.annotations.NullMarked;
