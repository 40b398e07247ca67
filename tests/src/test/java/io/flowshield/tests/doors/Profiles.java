package io.flowshield.tests.doors;

import static io.flowshield.tests.stack.Eventually.eventually;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.ProfileCodec;
import io.flowshield.tests.stack.KeycloakDatabase;
import java.util.HexFormat;
import java.util.List;

/** What was learnt of users, as the table holds it. */
public final class Profiles {
  private Profiles() {}

  /**
   * @param user id
   */
  public static LoginProfile of(FlowShieldStack stack, String user) throws Exception {
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    List<String> rows =
        database.column(
            "select " + database.hex("PROFILE") + " from FS_USER_PROFILE where USER_ID = ?", user);
    return rows.isEmpty()
        ? LoginProfile.EMPTY
        : ProfileCodec.decodeProfile(HexFormat.of().parseHex(rows.get(0))).value();
  }

  /** The profile once it has learnt of so many logins. */
  public static LoginProfile awaitLogins(FlowShieldStack stack, String user, int logins)
      throws Exception {
    return eventually(
        "profile after " + logins + " logins",
        () -> of(stack, user),
        read -> read.logins() >= logins);
  }
}
