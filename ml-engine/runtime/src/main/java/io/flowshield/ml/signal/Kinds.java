package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.request.Network.Kind;

/** Kinds of networks as numbers. */
final class Kinds {
  private Kinds() {}

  /** 1 for a network of this kind, 0 for another, NaN where nothing is known of it. */
  static float is(Kind kind, RiskContext context) {
    Kind seen = context.request().network().kind();
    if (seen == Kind.UNKNOWN || seen == Kind.PRIVATE) {
      return Float.NaN;
    }
    return seen == kind ? 1 : 0;
  }
}
