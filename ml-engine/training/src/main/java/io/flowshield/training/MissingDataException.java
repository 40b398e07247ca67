package io.flowshield.training;

/** A part of a training or an evaluation cannot run here: its message names what is missing. */
public final class MissingDataException extends Exception {
  private static final long serialVersionUID = 1L;

  public MissingDataException(String message) {
    super(message);
  }
}
