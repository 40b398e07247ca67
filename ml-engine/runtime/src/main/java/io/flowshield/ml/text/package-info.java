/** What the text of profile fields tells: scripts, look-alike letters, names against addresses. */
@NullMarked
package io.flowshield.ml.text;

import org.jspecify.annotations.NullMarked;
