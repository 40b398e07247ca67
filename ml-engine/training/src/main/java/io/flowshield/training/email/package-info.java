/** Trains and measures what tells invented mail addresses from people's. */
@NullMarked
package io.flowshield.training.email;

import org.jspecify.annotations.NullMarked;
