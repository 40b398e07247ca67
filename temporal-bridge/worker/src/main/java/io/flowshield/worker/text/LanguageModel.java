package io.flowshield.worker.text;

/** A language model somewhere else. Thread-safe. */
public interface LanguageModel {
  /** Tokens of an answer: some models think aloud before they write fifty words. */
  long MOST_TOKENS = 1_000;

  /**
   * Asks once.
   *
   * @return what it said, unchecked, at most 64 KiB
   * @throws NoAnswerException when it refuses, fails, cuts its answer off or takes longer than the
   *     time limit that it was made with
   */
  String answer(Prompt prompt) throws NoAnswerException;
}
