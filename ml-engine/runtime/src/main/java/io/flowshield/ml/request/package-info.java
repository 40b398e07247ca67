/** Who asks, from where and with what, reduced to what may be kept. */
@NullMarked
package io.flowshield.ml.request;

import org.jspecify.annotations.NullMarked;
