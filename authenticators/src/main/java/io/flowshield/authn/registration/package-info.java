/** Judges a registration form. */
@NullMarked
package io.flowshield.authn.registration;

import org.jspecify.annotations.NullMarked;
