/** An example of a custom signal, ready to be copied. */
@NullMarked
package io.flowshield.example;

import org.jspecify.annotations.NullMarked;
