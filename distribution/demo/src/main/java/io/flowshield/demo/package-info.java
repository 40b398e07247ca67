/** Everything on one machine: real processes for the demo, and for the tests. */
@NullMarked
package io.flowshield.demo;

import org.jspecify.annotations.NullMarked;
