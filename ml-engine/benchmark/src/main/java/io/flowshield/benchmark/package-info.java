/** What the engine costs: time, memory, threads; against one fixed model predicted bare. */
@NullMarked
package io.flowshield.benchmark;

import org.jspecify.annotations.NullMarked;
