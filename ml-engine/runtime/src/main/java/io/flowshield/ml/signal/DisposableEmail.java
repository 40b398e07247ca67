package io.flowshield.ml.signal;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import java.net.IDN;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

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
  private final Set<String> domains;

  /** Knows the well-known services that the pack lists. */
  public DisposableEmail() {
    this(DisposableDomains.BUILT_IN);
  }

  /**
   * @param domains registrable domains in any form of the domain name system
   */
  public DisposableEmail(Set<String> domains) {
    this.domains =
        domains.stream().map(DisposableEmail::ascii).collect(Collectors.toUnmodifiableSet());
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
    String domain = ascii(facts.emailDomain());
    while (!domains.contains(domain)) {
      int dot = domain.indexOf('.');
      if (dot < 0) {
        return 0;
      }
      domain = domain.substring(dot + 1);
    }
    return 1;
  }

  /** A domain as the domain name system has it: lower case, punycode, no dot at the end. */
  static String ascii(String domain) {
    String name = withoutDot(domain.trim());
    try {
      return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return name.toLowerCase(Locale.ROOT);
    }
  }

  /** A domain as people read it. */
  static String readable(String domain) {
    return IDN.toUnicode(withoutDot(domain), IDN.ALLOW_UNASSIGNED);
  }

  private static String withoutDot(String domain) {
    return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 2.5 : 0;
  }
}
