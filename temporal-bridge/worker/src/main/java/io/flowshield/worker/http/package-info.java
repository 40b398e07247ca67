/** HTTP with JSON and time limits. */
@NullMarked
package io.flowshield.worker.http;

import org.jspecify.annotations.NullMarked;
