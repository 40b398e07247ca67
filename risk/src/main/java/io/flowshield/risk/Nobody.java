package io.flowshield.risk;

import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.ProfileCodec;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import java.time.Duration;
import java.time.Instant;

/**
 * Stands for the user of a name that nobody has, so that a failed login takes the same steps
 * whether or not there is an account.
 */
final class Nobody {
  /** An id that no user has. */
  static final String ID = "nobody";

  private static final int LOGINS = 30;
  private static final byte[] ENCODED = encoded();

  private Nobody() {}

  /** An ordinary profile, decoded afresh as one that was read from the database. */
  static LoginProfile profile() {
    return ProfileCodec.decodeProfile(ENCODED).value();
  }

  private static byte[] encoded() {
    UserAgent browser =
        new UserAgent(UserAgent.DeviceClass.DESKTOP, "Windows 10", "Firefox", "Firefox 128");
    LoginProfile profile = LoginProfile.EMPTY;
    for (int i = 0; i < LOGINS; i++) {
      Network network =
          new Network("nobody" + i % 4, "192.0.2.0/24", 64496, "XX", null, Network.Kind.ACCESS);
      profile =
          ProfileLearner.learn(
              profile,
              new RequestFacts(network, browser, "en", "nobody" + i % 3),
              Instant.EPOCH.plus(Duration.ofHours(25L * i)));
    }
    return ProfileCodec.encode(profile);
  }
}
