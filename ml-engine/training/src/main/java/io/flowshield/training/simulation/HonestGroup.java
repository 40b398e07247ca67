package io.flowshield.training.simulation;

/** The way an honest person lives and signs in; figures are reported for each. */
public enum HonestGroup {
  /** At home with others: shared address, often a shared computer. */
  HOUSEHOLD(3),
  /** Works behind a company's one address, and at home in the evening. */
  COMPANY(3),
  /** Mostly on a phone, on carrier-grade NAT and on whatever wireless network is near. */
  MOBILE(2.5),
  /** Abroad every few weeks. */
  TRAVELLER(0.8),
  /** Sends much of the traffic through a VPN whose exits move. */
  VPN_USER(0.6),
  /** Changes, resets and borrows devices, or browses privately. */
  DEVICE_CHANGER(0.8),
  /** Awake when others sleep. */
  NIGHT_WORKER(0.5),
  /** Comes back after months. */
  DORMANT(1),
  /** Uses a library's or school's computers: shared address, cookies wiped. Never trained on. */
  PUBLIC_COMPUTER(0.8);

  private final double share;

  HonestGroup(double share) {
    this.share = share;
  }

  /** Relative size; assumed. */
  double share() {
    return share;
  }

  /** True for the group that no model is trained on, so that evaluation meets strangers. */
  public boolean heldOut() {
    return this == PUBLIC_COMPUTER;
  }
}
