/** Doubles of interfaces that are too large to be implemented for one test. */
@NullMarked
package io.flowshield.testkit.partial;

import org.jspecify.annotations.NullMarked;
