package io.flowshield.training.simulation;

/**
 * The numbers behind the simulated world. Unless a source is named, a number is an assumption: no
 * public data set gives it, and it was chosen to be plausible. Those marked "fitted" were chosen so
 * that the model of Freeman et al. (NDSS 2016) asks simulated users as often as Wiefling et al.
 * (TOPS 2022) saw it ask real ones; none was fitted to a model of ours. What rests on them says so
 * in the model card, and {@code docs/simulator.md} tells what follows from them.
 */
final class Assumptions {

  // The address space.

  static final int ACCESS_PROVIDERS = 5;
  static final int CARRIERS = 2;
  static final int HOSTING_PROVIDERS = 6;
  static final int VPN_PROVIDERS = 6;
  static final int TOR_EXITS = 120;

  /** Prefixes of an access provider; those of a town come in fours. */
  static final int ACCESS_PREFIXES = 256;

  /** Prefixes of a carrier, a data centre or a VPN provider. */
  static final int OTHER_PREFIXES = 48;

  /**
   * Prefixes that serve one neighbourhood: a line that gets a new address stays among them. Fitted.
   */
  static final int LOCAL_PREFIXES = 24;

  /** Share of prefixes that an IP database puts into the wrong country. */
  static final double GEO_WRONG_COUNTRY = 0.002;

  /** Share of prefixes that it puts into the wrong town. */
  static final double GEO_WRONG_TOWN = 0.04;

  // Honest people.

  /**
   * Days until a home line gets an address in another prefix, mean. Fitted: address lifetimes
   * differ from hours to years between providers (Padmanabhan et al., IMC 2016).
   */
  static final double HOME_ADDRESS_DAYS = 5;

  /** Share of a realm's users who live in its country. */
  static final double HOME_SHARE = 0.85;

  /** The same at the national service. */
  static final double SERVICE_HOME_SHARE = 0.998;

  /** Share of logins over the carrier, mean, of those who do not live on the phone. */
  static final double CARRIER_HABIT = 0.15;

  /** Share of logins at home that are on the phone, mean, of the same. */
  static final double PHONE_HABIT = 0.35;

  /** Share of people who do the one or the other nearly always or nearly never. Fitted. */
  static final double FIRM_HABITS = 0.75;

  /** Share of logins from a wireless network that is nobody's own, in the same region. */
  static final double ELSEWHERE = 0.02;

  /** Days between trips, mean, for one who does not travel much. */
  static final double TRIP_EVERY_DAYS = 150;

  /** Days between trips, mean, for a traveller. */
  static final double TRAVELLER_TRIP_EVERY_DAYS = 18;

  /** Share of trips that leave the country. */
  static final double TRIP_ABROAD = 0.5;

  /** On a trip: share of logins over roaming, which comes out at the carrier at home. */
  static final double TRIP_ROAMING = 0.35;

  /** On a trip: share of logins on a borrowed or new device. */
  static final double TRIP_STRANGE_DEVICE = 0.08;

  /** Share of VPN users' logins that go through the VPN. */
  static final double VPN_USE = 0.6;

  /** Share of VPN sessions whose exit is in the user's own country. */
  static final double VPN_HOME_EXIT = 0.6;

  /** Share of honest people who sign in through Tor on principle. */
  static final double TOR_PEOPLE = 0.0005;

  /** Share of companies whose traffic leaves through a cloud proxy, which looks like hosting. */
  static final double CLOUD_PROXY = 0.05;

  /** Days until a device is replaced, mean. */
  static final double DEVICE_DAYS = 500;

  /** The same for those who change devices often. */
  static final double CHANGER_DEVICE_DAYS = 25;

  /** Days until cookies are cleared, mean. */
  static final double COOKIE_DAYS = 180;

  /** Share of devices whose browser forgets cookies after each session. */
  static final double PRIVATE_BROWSING = 0.03;

  /** Share of devices whose browser is not kept up to date. */
  static final double STALE_BROWSER = 0.12;

  /** Share of logins with at least one wrong password before the right one. */
  static final double TYPO = 0.07;

  /** Share of logins after a run of wrong passwords: the password was half forgotten. */
  static final double FORGOTTEN = 0.007;

  /** The same when the last login was over 30 days ago. */
  static final double FORGOTTEN_DORMANT = 0.15;

  /** Share of people with a password manager, which leaves no key strokes. */
  static final double PASSWORD_MANAGER = 0.4;

  /** Share of people who copy passwords from somewhere else. */
  static final double PASTE_HABIT = 0.06;

  /** Share of people who dictate or use a switch. */
  static final double ASSISTIVE_INPUT = 0.03;

  /** Share of realms whose own theme leaves the capture script out. */
  static final double REALM_WITHOUT_SCRIPT = 0.15;

  /** Share of those who forgot the password that set a new one by a mailed link. */
  static final double RESET_WHEN_FORGOTTEN = 0.5;

  /** Last Sunday of March and of October, as days of a year that begins on 6 January 2025. */
  static final double SUMMER_TIME_FROM_DAY = 83;

  static final double SUMMER_TIME_TO_DAY = 293;

  /** Days after which shift workers change between night and day. */
  static final double SHIFT_DAYS = 14;

  /** Logins a week of one person, median and deviation of the logarithm. */
  static final double LOGINS_A_WEEK = 2.0;

  static final double LOGINS_A_WEEK_SIGMA = 0.8;

  /**
   * The same at the national service of Wiefling et al. (TOPS 2022), whose users sign in from daily
   * to less than monthly: 33 million attempts of 3.3 million users in a year.
   */
  static final double SERVICE_LOGINS_A_WEEK = 0.35;

  static final double SERVICE_LOGINS_A_WEEK_SIGMA = 1.2;

  /** In worlds with held-out traffic: share of honest logins that the protocol's attackers meet. */
  static final double PROTOCOL_SHARE = 0.1;

  /** Share of pages whose script did not run or was blocked. */
  static final double SCRIPT_OFF = 0.02;

  /** Share of logins that are another application's, minutes later, from the same seat. */
  static final double SAME_SITTING = 0.15;

  // Typing: in the order of Killourhy and Maxion (DSN 2009): hold about 90 ms, down-down 200 ms.

  static final double DWELL_MILLIS = 95;
  static final double FLIGHT_MILLIS = 200;

  // The way to the server, milliseconds there and back.

  /** Of a line nearby, median. */
  static final double ROUND_TRIP = 18;

  /** For each 100 km: light in glass needs one, cables are not straight. */
  static final double ROUND_TRIP_PER_100_KM = 1.6;

  /** What a mobile network adds, median. */
  static final double ROUND_TRIP_MOBILE = 35;

  /** What a VPN, proxy or relay adds to an attacker's, who sits somewhere else, median. */
  static final double ROUND_TRIP_RELAY = 110;

  /** What an honest person's VPN adds, median: its exit is near. */
  static final double ROUND_TRIP_VPN = 25;

  // What the browser says of itself.

  /** Share of realms that are reached without encryption, where no browser sends hints. */
  static final double REALM_UNENCRYPTED = 0.1;

  /** Share of browsers whose hints a company's proxy or an extension takes away. */
  static final double HINTS_STRIPPED = 0.01;

  /** Share of copied user agents whose hints the tool forgot to copy too. */
  static final double HINTS_FORGOTTEN = 0.35;

  // Accounts.

  /** Share of accounts with a sensitive role. */
  static final double SENSITIVE_ROLE = 0.04;

  /** Share of logins in which a credential or the address is changed afterwards. */
  static final double CREDENTIAL_CHANGE = 0.004;

  /** Share of sessions that are not ended by their owner. */
  static final double SESSION_LEFT_OPEN = 0.7;

  // Attacks.

  /**
   * Where the protocol's naive attackers come from: access lines, carriers, data centres, VPNs
   * (relative). Lists of attacking addresses hold infected homes above all.
   */
  static final double[] NAIVE_FROM = {85, 5, 7, 3};

  /** The same for its VPN attackers, in the victim's country; some rent a residential proxy. */
  static final double[] VPN_FROM = {8, 2, 35, 55};

  /** The same for its targeted attackers; access lines and carriers near the victim's town. */
  static final double[] TARGETED_FROM = {8, 2, 30, 60};

  /**
   * Share of its targeted attackers who know the victim's browser; the others guess it from what is
   * popular on the victim's kind of device. Fitted: the paper's text was not at hand.
   */
  static final double TARGETED_KNOWS_BROWSER = 0.15;

  /** Share of mobile devices among popular user agents. */
  static final double MOBILE_TRAFFIC = 0.4;

  /** Share of stuffed pairs that fit an account of the realm: reported between 0.1 and 2 %. */
  static final double STUFFING_HITS = 0.02;

  /** Share of accounts that fall to a sprayed password. */
  static final double SPRAYING_HITS = 0.03;

  /** Share of successful attacks that complete, so that the server learns from them. */
  static final double ATTACK_LEARNT = 0.1;

  /**
   * Share of takeovers within one and a half hours of the victim's own login: who has just typed a
   * password has just been phished or overheard.
   */
  static final double TAKEOVER_SOON_AFTER = 0.35;

  /** Share of residential sign-up campaigns that hired people type, the rest programs. */
  static final double HIRED_HANDS = 0.35;

  /** Share of attackers with a right password who fail at least once before. */
  static final double TAKEOVER_FAILS_FIRST = 0.3;

  private Assumptions() {}
}
