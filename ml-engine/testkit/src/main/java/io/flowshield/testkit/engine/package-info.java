/** Doubles of the engine. */
@NullMarked
package io.flowshield.testkit.engine;

import org.jspecify.annotations.NullMarked;
