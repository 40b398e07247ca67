package io.flowshield.authn.challenge;

/** Shows an address to somebody who has only proved to know the password. */
public final class MaskedEmail {
  private MaskedEmail() {}

  /**
   * Leaves the first letter of the local part and the domain: {@code ann@example.org} becomes
   * {@code a***@example.org}. The number of stars says nothing about the length.
   */
  public static String of(String address) {
    int at = address.lastIndexOf('@');
    if (at < 1) {
      return "***";
    }
    return address.substring(0, address.offsetByCodePoints(0, 1)) + "***" + address.substring(at);
  }
}
