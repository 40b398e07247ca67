package io.flowshield.worker.text;

/** A model gave no text that could be looked at. */
public final class NoAnswerException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param reason for a log line: no secret, nothing of the model's answer
   */
  public NoAnswerException(String reason) {
    super(reason);
  }
}
