/**
 * Typing: imagined typists that the shipped models learn from, and recorded ones that measure them.
 */
@NullMarked
package io.flowshield.training.typing;

import org.jspecify.annotations.NullMarked;
