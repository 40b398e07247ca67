package io.flowshield.training.simulation;

/** A kind of attack. Held-out families are never trained on, only evaluated. */
public enum AttackFamily {
  /** Leaked pairs of name and password tried from a botnet, a few tries from each address. */
  CREDENTIAL_STUFFING(true, false),
  /** Stuffing through residential proxies in the victims' country, slowly, with a real browser. */
  RESIDENTIAL_PROXIES(true, true),
  /** One common password against every account from a handful of addresses. */
  PASSWORD_SPRAYING(true, false),
  /** Knows the victim: an access line in the same country, a copy of the victim's user agent. */
  TARGETED_TAKEOVER(true, false),
  /** Right password from another country. */
  NAIVE_FOREIGN(true, false),
  /** Right password through a VPN exit, most often in the victim's country. */
  VPN_ATTACKER(true, false),
  /** Right password through Tor. */
  TOR_TAKEOVER(true, false),
  /** A program that signs in through the token endpoint or a headless browser. */
  SCRIPTED_TAKEOVER(true, false),
  /** A phishing proxy in a data centre that relays the victim's own browser. */
  PHISHING_RELAY(true, true),
  /** Malware on the victim's computer sold the password, the user agent and the device cookie. */
  SESSION_THEFT(true, false),
  /** Who reads the victim's mail sets a new password and signs in with it. */
  RESET_ABUSE(true, false),
  /**
   * The naive attacker of Wiefling et al. (TOPS 2022): right password, an address that attacks are
   * known from anywhere in the world, any popular user agent.
   */
  PROTOCOL_NAIVE(true, true),
  /** Their VPN attacker: the same, from the victim's country. */
  PROTOCOL_VPN(true, true),
  /** Their targeted attacker: from the victim's surroundings, with the victim's kind of browser. */
  PROTOCOL_TARGETED(true, true),

  /** Disposable addresses in quick succession from few hosts. */
  DISPOSABLE_BURST(false, false),
  /** Addresses that count upwards, from one access line. */
  LOOKALIKE_SEQUENCE(false, false),
  /** Headless browsers in data centres with random names at free mail services. */
  DATACENTRE_BOTS(false, false),
  /** Hired people and slow bots on home lines or residential proxies; one way to make addresses. */
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

  /**
   * True for the attackers of a published protocol: one attempt of each at the state in which an
   * honest login found the account, without a trace in counters or profiles.
   */
  public boolean isProtocol() {
    return this == PROTOCOL_NAIVE || this == PROTOCOL_VPN || this == PROTOCOL_TARGETED;
  }

  /** True when no model is trained on it. */
  public boolean heldOut() {
    return heldOut;
  }
}
