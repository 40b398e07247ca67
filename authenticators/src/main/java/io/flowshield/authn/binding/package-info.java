/** Binds Flow Shield to a realm that is in use, and takes it out again. */
@NullMarked
package io.flowshield.authn.binding;

import org.jspecify.annotations.NullMarked;
