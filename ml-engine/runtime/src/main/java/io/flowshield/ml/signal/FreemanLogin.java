package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.UserAgent;
import java.util.Map;

/**
 * The statistical login model of Freeman, Jain, Dürmuth, Biggio and Giacinto, "Who Are You? A
 * Statistical Approach to Measuring User Authenticity" (NDSS 2016): the log-likelihood ratio {@code
 * ln p(x) / p(x | user)} of the network and of the user agent, in nats; positive when the attempt
 * looks more like anybody's than like the user's.
 *
 * <p>Each of the two is a hierarchy (prefix, autonomous system, country; browser version with
 * system, browser, system) and the user's likelihood is interpolated over its levels as the paper
 * does (section IV-B): {@code p(x | user) = sum over levels l of w(l) p(x | x_l) p(x_l | user)}.
 * With {@code p(x | x_l) = p(x) / p(x_l)} the ratio becomes {@code -ln sum w(l) p(x_l | user) /
 * p(x_l)}, so the unknown {@code p(x)} drops out. The weights are the published ones for the data
 * set of Wiefling et al. (TOPS 2022): .6/.3/.1 and .539/.268/.188, scaled to the levels that are
 * known.
 *
 * <p>Smoothing: {@code p(x_l) = (c + 0.5) / (N + 1)}; the user's own is drawn towards it with the
 * weight of one login, {@code (c_u + p(x_l)) / (N_u + 1)}, so that a user without history scores 0
 * and the value for something never seen grows like {@code ln(N_u + 1)}. The priors of the attacker
 * are left to other signals (anonymous networks, counters).
 *
 * <p>Missing before the first login; the network's part is 0 for private addresses. At most 10
 * either way for each part. Rule: 0.2 times the value, between -0.8 and 0.8, since it overlaps with
 * {@link NewNetwork}, {@link NewCountry} and {@link NewBrowser}.
 *
 * <p>Inputs: request.network, request.userAgent, profile, population.
 */
public final class FreemanLogin implements Signal {
  private static final double[] NETWORK_WEIGHTS = {0.6, 0.3, 0.1};
  private static final double[] AGENT_WEIGHTS = {0.539, 0.268, 0.188};
  private static final double LIMIT = 10;

  @Override
  public String code() {
    return "UNLIKELY_LOGIN";
  }

  @Override
  public float value(RiskContext context) {
    LoginProfile user = context.profile();
    if (user.logins() == 0) {
      return Float.NaN;
    }
    return (float)
        (network(context.request().network(), user, context.population())
            + agent(context.request().userAgent(), user, context.population()));
  }

  private static double network(Network network, LoginProfile user, Population all) {
    if (network.kind() == Network.Kind.PRIVATE) {
      return 0;
    }
    Ratio ratio = new Ratio(all.logins());
    ratio.add(NETWORK_WEIGHTS[0], network.prefix(), user.prefixes(), all.prefixes());
    ratio.add(
        NETWORK_WEIGHTS[1],
        network.asn() == 0 ? "" : Long.toString(network.asn()),
        user.asns(),
        all.asns());
    ratio.add(NETWORK_WEIGHTS[2], network.country(), user.countries(), all.countries());
    return ratio.logLikelihoodRatio();
  }

  private static double agent(UserAgent agent, LoginProfile user, Population all) {
    Ratio ratio = new Ratio(all.logins());
    ratio.add(
        AGENT_WEIGHTS[0], ProfileLearner.userAgentKey(agent), user.userAgents(), all.userAgents());
    ratio.add(AGENT_WEIGHTS[1], agent.browser(), user.browsers(), all.browsers());
    ratio.add(AGENT_WEIGHTS[2], agent.os(), user.systems(), all.systems());
    return ratio.logLikelihoodRatio();
  }

  @Override
  public double logOdds(float value) {
    return Float.isNaN(value) ? 0 : Ramp.clamp(0.2 * value, -0.8, 0.8);
  }

  /** {@code sum w(l) p(x_l | user) / p(x_l)} while it is being added up. */
  private static final class Ratio {
    private final double population;
    private double sum;
    private double weights;

    Ratio(long population) {
      this.population = Math.max(0, population);
    }

    void add(double weight, String value, Map<String, Double> user, Map<String, Double> all) {
      if (value.isEmpty()) {
        return;
      }
      double total = 0;
      for (double count : user.values()) {
        total += count;
      }
      double common = Math.min(1, (all.getOrDefault(value, 0.0) + 0.5) / (population + 1));
      double own = (user.getOrDefault(value, 0.0) + common) / (total + 1);
      sum += weight * own / common;
      weights += weight;
    }

    double logLikelihoodRatio() {
      return weights == 0 ? 0 : Ramp.clamp(-Math.log(sum / weights), -LIMIT, LIMIT);
    }
  }
}
