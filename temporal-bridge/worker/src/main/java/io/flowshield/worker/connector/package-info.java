/** Brings accounts into services and out of them again. */
@NullMarked
package io.flowshield.worker.connector;

import org.jspecify.annotations.NullMarked;
