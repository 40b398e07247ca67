package io.flowshield.temporal;

/** The receiver did not answer, or not yet as it should. The text holds no personal data. */
final class ReceiverUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  ReceiverUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
