package io.flowshield.ml.password;

/**
 * What an attacker knows of the user before the first guess. Personal: {@link #toString} shows none
 * of it. Empty text where something is unknown.
 *
 * @param userName the user's own name at the realm
 * @param emailLocalPart in front of the @
 * @param emailDomain behind it
 * @param firstName as typed
 * @param lastName as typed
 * @param realm the realm's name, and its display name behind a blank
 */
public record PasswordContext(
    String userName,
    String emailLocalPart,
    String emailDomain,
    String firstName,
    String lastName,
    String realm) {

  /** Nothing is known. */
  public static final PasswordContext NONE = new PasswordContext("", "", "", "", "", "");

  @Override
  public String toString() {
    return "PasswordContext[hidden]";
  }
}
