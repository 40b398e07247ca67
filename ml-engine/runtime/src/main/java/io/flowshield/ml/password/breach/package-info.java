/** Passwords that have leaked: a filter on disk, how it is built, and what is like a leaked one. */
@NullMarked
package io.flowshield.ml.password.breach;

import org.jspecify.annotations.NullMarked;
