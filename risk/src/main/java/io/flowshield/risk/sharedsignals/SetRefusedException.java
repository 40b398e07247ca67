package io.flowshield.risk.sharedsignals;

/** Why a security event token is not taken; RFC 8935, section 2.4, names the codes. */
public final class SetRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** What is wrong. */
  public enum Kind {
    INVALID_REQUEST("invalid_request"),
    INVALID_KEY("invalid_key"),
    INVALID_ISSUER("invalid_issuer"),
    INVALID_AUDIENCE("invalid_audience"),
    AUTHENTICATION_FAILED("authentication_failed"),
    /** Nothing: it may be sent again in a few seconds. */
    LATER("");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /** The code that is answered. */
    public String code() {
      return code;
    }
  }

  SetRefusedException(Kind kind, String text) {
    super(text);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
