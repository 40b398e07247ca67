package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.UserAgent;

/**
 * How new the browser is to the user: 0 a known version on a known system, 0.2 another version of a
 * known browser on a known system (browsers update themselves), 0.6 one of the two is known, 1
 * neither. Missing before the first login.
 *
 * <p>Rule: 0.5 times the value, nothing for an update.
 *
 * <p>Inputs: request.userAgent, profile.userAgents, profile.browsers, profile.systems,
 * profile.logins.
 *
 * <p>Source: Wiefling, Lo Iacono and Dürmuth, "Is This Really You? An Empirical Study on Risk-Based
 * Authentication Applied in the Wild" (IFIP SEC 2019), for what services look at; the weight is
 * ours.
 */
public final class NewBrowser implements Signal {

  @Override
  public String code() {
    return "NEW_BROWSER";
  }

  @Override
  public float value(RiskContext context) {
    LoginProfile profile = context.profile();
    if (profile.logins() == 0) {
      return Float.NaN;
    }
    UserAgent agent = context.request().userAgent();
    if (profile.userAgents().containsKey(ProfileLearner.userAgentKey(agent))) {
      return 0;
    }
    boolean browser = profile.browsers().containsKey(agent.browser());
    boolean system = profile.systems().containsKey(agent.os());
    if (browser && system) {
      return 0.2f;
    }
    return browser || system ? 0.6f : 1;
  }

  @Override
  public double logOdds(float value) {
    return value > 0.2f ? 0.5 * value : 0;
  }
}
