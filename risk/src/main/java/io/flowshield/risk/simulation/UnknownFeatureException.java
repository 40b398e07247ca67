package io.flowshield.risk.simulation;

import java.util.List;

/** Somebody edits a feature that the decision's schema does not have. */
public final class UnknownFeatureException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> unknown;
  private final transient List<String> known;

  UnknownFeatureException(List<String> unknown, List<String> known) {
    super("No such feature: " + String.join(", ", unknown));
    this.unknown = List.copyOf(unknown);
    this.known = List.copyOf(known);
  }

  /** The names that were given. */
  public List<String> unknown() {
    return unknown;
  }

  /** The names that there are. */
  public List<String> known() {
    return known;
  }
}
