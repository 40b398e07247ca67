package io.flowshield.ml.signal;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.email.DomainList;
import io.flowshield.ml.text.Homoglyphs;

/**
 * 1 when letters of another script stand in for Latin ones that look the same: in a Latin word of
 * the name, user name or address, or in a whole label of the address's domain; else 0. Missing at a
 * login.
 *
 * <p>Rule: 1.5.
 */
public final class HomoglyphName implements Signal {

  @Override
  public String code() {
    return "HOMOGLYPH_NAME";
  }

  @Override
  public float value(RiskContext context) {
    RegistrationFacts facts = context.registration();
    if (facts == null) {
      return Float.NaN;
    }
    String domain = DomainList.readable(facts.emailDomain());
    return Homoglyphs.hidden(facts.firstName())
            || Homoglyphs.hidden(facts.lastName())
            || Homoglyphs.hidden(facts.username())
            || Homoglyphs.hidden(facts.emailLocalPart())
            || Homoglyphs.hidden(domain)
            || Homoglyphs.imitated(domain)
        ? 1
        : 0;
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 1.5 : 0;
  }
}
