/** Attempts for tests: facts as a server would have gathered them, and scenarios made of them. */
@NullMarked
package io.flowshield.testkit.attempt;

import org.jspecify.annotations.NullMarked;
