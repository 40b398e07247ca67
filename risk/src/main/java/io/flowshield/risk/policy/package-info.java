/** From a score to a level and an action. */
@NullMarked
package io.flowshield.risk.policy;

import org.jspecify.annotations.NullMarked;
