package io.flowshield.risk.rest;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A paragraph that comes from the worker, for a mail that carries our name. The worker has looked
 * at it; who holds the worker's secret might not. So it is prose of Latin letters or it is left
 * out: no digits, no addresses, no links, no markup, one line.
 */
final class PlainParagraph {
  private static final int MOST = 400;

  private static final Pattern PROSE =
      Pattern.compile("[ .,;:!?'’()„“”«»–—…\u00a0\u202f\\-[\\p{IsLatin}&&[\\u0041-\\u017f]]]+");

  private static final Pattern LINK =
      Pattern.compile("[.…:]\\p{L}|\\b(?:https?|www)\\b", Pattern.CASE_INSENSITIVE);

  private PlainParagraph() {}

  /** The text, unless there is none or it is not plain. */
  static Optional<String> of(@Nullable String text) {
    return text != null && isPlain(text) ? Optional.of(text) : Optional.empty();
  }

  private static boolean isPlain(String text) {
    return !text.isBlank()
        && text.length() <= MOST
        && PROSE.matcher(text).matches()
        && !LINK.matcher(text).find();
  }
}
