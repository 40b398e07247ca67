/**
 * Texts that a language model writes: one optional paragraph of a mail, one sentence or two for an
 * administrator. What a model is asked holds no personal data, what it answers is checked, and
 * whatever goes wrong leaves the text away.
 */
@NullMarked
package io.flowshield.worker.text;

import org.jspecify.annotations.NullMarked;
