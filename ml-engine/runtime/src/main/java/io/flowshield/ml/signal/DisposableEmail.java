package io.flowshield.ml.signal;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.email.DomainList;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * 1 when the address's domain, or one that it is a sub-domain of, belongs to a service for
 * throw-away addresses, else 0. Case, a dot at the end and the spelling of international domains do
 * not matter. Missing without an address.
 *
 * <p>Rule: 2.5.
 *
 * <p>Source: OWASP Automated Threats OAT-019 (account creation); the weight is ours.
 */
public final class DisposableEmail implements Signal {
  private final DomainList domains;

  /** Knows the well-known services that the pack lists. */
  public DisposableEmail() {
    this(list(null));
  }

  public DisposableEmail(DomainList domains) {
    this.domains = domains;
  }

  /**
   * The services that the pack lists, with those of an administrator's file.
   *
   * @param file one domain a line; null for none
   */
  public static DomainList list(@Nullable Path file) {
    return new DomainList(DisposableDomains.BUILT_IN, file);
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
    return domains.contains(facts.emailDomain()) ? 1 : 0;
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 2.5 : 0;
  }
}
