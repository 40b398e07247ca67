/**
 * Looks through a realm's flows and settings for what leaves a door open or a rule without effect.
 */
@NullMarked
package io.flowshield.risk.lint;

import org.jspecify.annotations.NullMarked;
