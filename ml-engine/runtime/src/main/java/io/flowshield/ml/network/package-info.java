/** Turns an address into what may be kept of it, and looks up where it is and what uses it. */
@NullMarked
package io.flowshield.ml.network;

import org.jspecify.annotations.NullMarked;
