package io.flowshield.ml.signal;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.email.DomainList;
import io.flowshield.ml.text.Scripts;

/**
 * 1 when a word of the name, the user name or the address mixes scripts that no writing system
 * mixes (Unicode Technical Standard 39, highly restrictive), else 0. Whole words in different
 * scripts are nothing unusual. Missing at a login.
 *
 * <p>Rule: 0.8.
 */
public final class MixedScripts implements Signal {

  @Override
  public String code() {
    return "MIXED_SCRIPTS";
  }

  @Override
  public float value(RiskContext context) {
    RegistrationFacts facts = context.registration();
    if (facts == null) {
      return Float.NaN;
    }
    return Scripts.mixed(facts.firstName())
            || Scripts.mixed(facts.lastName())
            || Scripts.mixed(facts.username())
            || Scripts.mixed(facts.emailLocalPart())
            || Scripts.mixed(DomainList.readable(facts.emailDomain()))
        ? 1
        : 0;
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 0.8 : 0;
  }
}
