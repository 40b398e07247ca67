package io.flowshield.temporal;

/** The receiver will not have this row, however often it is tried. No personal data in the text. */
final class UndeliverableException extends Exception {
  private static final long serialVersionUID = 1;

  UndeliverableException(String message, Throwable cause) {
    super(message, cause);
  }
}
