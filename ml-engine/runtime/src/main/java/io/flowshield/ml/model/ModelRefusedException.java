package io.flowshield.ml.model;

import io.flowshield.ml.FallbackCause;

/** A model that must not judge; says why, for an administrator. */
public final class ModelRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final FallbackCause reason;

  public ModelRefusedException(FallbackCause reason, String message) {
    super(message);
    this.reason = reason;
  }

  public ModelRefusedException(FallbackCause reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public FallbackCause reason() {
    return reason;
  }
}
