package io.flowshield.training.simulation;

/** A kind of attack. Held-out families are never trained on, only evaluated. */
public enum AttackFamily {
  /** Leaked pairs of name and password tried from a botnet, a few tries from each address. */
  CREDENTIAL_STUFFING(true, false),
  /** Stuffing through residential proxies in the victims' country, slowly, with a real browser. */
  RESIDENTIAL_PROXIES(true, true),
  /** One common password against every account from a handful of addresses. */
  PASSWORD_SPRAYING(true, false),
  /**
   * Knows the victim: same country, same browser, right password (the "targeted" attacker of
   * Wiefling et al., TOPS 2022).
   */
  TARGETED_TAKEOVER(true, false),
  /** Right password from anywhere in the world ("naive" there). */
  NAIVE_FOREIGN(true, false),
  /** Right password through a VPN exit in the victim's country ("VPN" there). */
  VPN_ATTACKER(true, false),
  /** Right password through Tor. */
  TOR_TAKEOVER(true, false),
  /** A program that signs in through the token endpoint or a headless browser. */
  SCRIPTED_TAKEOVER(true, false),
  /** A phishing proxy in a data centre that relays the victim's own browser. */
  PHISHING_RELAY(true, true),

  /** Disposable addresses in quick succession from few hosts. */
  DISPOSABLE_BURST(false, false),
  /** Addresses that count upwards, from one access line. */
  LOOKALIKE_SEQUENCE(false, false),
  /** Headless browsers in data centres with random names at free mail services. */
  DATACENTRE_BOTS(false, false),
  /** Hired people and slow bots on home lines, plausible names. */
  SLOW_RESIDENTIAL(false, false),
  /** A rack of phones on carrier NAT, plausible names, dozens an hour. */
  PHONE_FARM(false, true);

  private final boolean login;
  private final boolean heldOut;

  AttackFamily(boolean login, boolean heldOut) {
    this.login = login;
    this.heldOut = heldOut;
  }

  /** True for an attack on logins, false for one on registrations. */
  public boolean isLogin() {
    return login;
  }

  /** True when no model is trained on it. */
  public boolean heldOut() {
    return heldOut;
  }
}
