package io.flowshield.ml.signal;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import java.util.Set;

/**
 * 1 when the address's domain, or one that it is a sub-domain of, belongs to a service for
 * throw-away addresses, else 0. Missing without an address.
 *
 * <p>Rule: 2.5.
 */
public final class DisposableEmail implements Signal {
  private final Set<String> domains;

  /** Knows the well-known services that the pack lists. */
  public DisposableEmail() {
    this(DisposableDomains.BUILT_IN);
  }

  /**
   * @param domains registrable domains in lower case
   */
  public DisposableEmail(Set<String> domains) {
    this.domains = Set.copyOf(domains);
  }

  @Override
  public String code() {
    return "DISPOSABLE_EMAIL";
  }

  @Override
  public float value(RiskContext context) {
    RegistrationFacts facts = context.registration();
    if (facts == null || facts.emailDomain().isEmpty()) {
      return Float.NaN;
    }
    String domain = facts.emailDomain();
    while (!domains.contains(domain)) {
      int dot = domain.indexOf('.');
      if (dot < 0) {
        return 0;
      }
      domain = domain.substring(dot + 1);
    }
    return 1;
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 2.5 : 0;
  }
}
