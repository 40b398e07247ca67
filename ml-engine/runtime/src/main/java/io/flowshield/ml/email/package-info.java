/** What the local part of a mail address tells: written by a person, or by a program. */
@NullMarked
package io.flowshield.ml.email;

import org.jspecify.annotations.NullMarked;
