package io.flowshield.training.simulation;

/** How much a realm's server knows of an address; installations differ, so realms do. */
public enum GeoDetail {
  /** City, autonomous system and kind of network. */
  FULL,
  /** City and autonomous system; nobody told hosting from access networks. */
  NO_KIND,
  /** Country and autonomous system. */
  COUNTRY,
  /** No IP database: only the address. */
  NONE,
  /** An intranet: private addresses, nothing else known; its attackers are inside too. */
  INTRANET
}
