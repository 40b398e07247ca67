package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.request.Network;

/**
 * How new the network is to the user: 0 a known address, 1/3 a new address in a known prefix, 2/3 a
 * new prefix of a known autonomous system, 1 nothing known of it. Missing before the first login
 * and for private addresses.
 *
 * <p>Rule: 0.6 times the value.
 *
 * <p>Inputs: request.network, profile.addresses, profile.prefixes, profile.asns, profile.logins.
 *
 * <p>Source: Wiefling, Lo Iacono and Dürmuth, "Is This Really You? An Empirical Study on Risk-Based
 * Authentication Applied in the Wild" (IFIP SEC 2019), for what services look at; the weight is
 * ours.
 */
public final class NewNetwork implements Signal {

  @Override
  public String code() {
    return "NEW_NETWORK";
  }

  @Override
  public float value(RiskContext context) {
    Network network = context.request().network();
    LoginProfile profile = context.profile();
    if (profile.logins() == 0 || network.kind() == Network.Kind.PRIVATE) {
      return Float.NaN;
    }
    if (profile.addresses().containsKey(network.addressKey())) {
      return 0;
    }
    if (profile.prefixes().containsKey(network.prefix())) {
      return 1f / 3;
    }
    if (network.asn() != 0 && profile.asns().containsKey(Long.toString(network.asn()))) {
      return 2f / 3;
    }
    return 1;
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 0.6 * value : 0;
  }
}
