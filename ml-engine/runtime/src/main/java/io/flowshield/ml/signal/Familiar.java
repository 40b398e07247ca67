package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;

/**
 * Tells where a user is at home. What strangers do to an account says nothing of its owner there:
 * if it did, anybody could have anybody refused by typing wrong passwords.
 */
final class Familiar {
  private Familiar() {}

  /**
   * True on a device or in an address prefix (/24, /48) from which this user has completed a login.
   */
  static boolean is(RiskContext context) {
    LoginProfile profile = context.profile();
    return NewDevice.isKnown(context)
        || profile.prefixes().containsKey(context.request().network().prefix());
  }
}
