package io.flowshield.risk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.Reason;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.request.Network;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.RiskLevel;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static final FeatureVector VECTOR =
      new FeatureVector(
          new FeatureSchema("login", 1, List.of("new_device", "impossible_travel")),
          new float[] {1, Float.NaN});

  private static Decision decision(String id) {
    return new Decision(
        id,
        "realm",
        "user",
        Instant.ofEpochMilli(1),
        Door.BROWSER_LOGIN,
        "app",
        0.4,
        RiskLevel.MEDIUM,
        Action.CHALLENGE,
        false,
        List.of(new Reason("NEW_DEVICE", 1.5)),
        "login",
        "1",
        null,
        VECTOR,
        90,
        "abc",
        "203.0.113.0/24",
        Network.Kind.ACCESS);
  }

  private static int decisions(Connection connection) throws SQLException {
    try (ResultSet rows =
        connection.createStatement().executeQuery("SELECT COUNT(*) FROM FS_RISK_DECISION")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static Void insert(Connection connection, Decision decision) throws SQLException {
    DecisionStore.insert(connection, decision);
    return null;
  }

  @Test
  void a_failure_inside_leaves_what_stood_before_it() throws Exception {
    try (H2 database = new H2();
        Connection connection = database.begin()) {
      DecisionStore.insert(connection, decision("1"));
      assertThatThrownBy(
              () ->
                  Guard.savepoint(
                      connection,
                      guarded -> {
                        DecisionStore.insert(guarded, decision("2"));
                        return insert(guarded, decision("1"));
                      }))
          .isInstanceOf(SQLException.class);
      connection.commit();
      assertThat(decisions(connection)).isEqualTo(1);
    }
  }

  @Test
  void a_profile_that_cannot_be_read_does_not_keep_the_decision_from_being_written()
      throws Exception {
    try (H2 database = new H2();
        Connection connection = database.begin()) {
      connection.createStatement().execute("DROP TABLE FS_USER_PROFILE");
      LoginProfile profile =
          Guard.savepoint(
              connection,
              guarded -> {
                LoginProfile read;
                try {
                  read = ProfileStore.profile(guarded, "realm", "user");
                } catch (SQLException e) {
                  Guard.rewind(guarded);
                  read = LoginProfile.EMPTY;
                }
                DecisionStore.insert(guarded, decision("1"));
                return read;
              });
      connection.commit();
      assertThat(profile).isEqualTo(LoginProfile.EMPTY);
      assertThat(decisions(connection)).isEqualTo(1);
    }
  }

  @Test
  void a_vector_comes_back_as_it_was_stored() {
    assertThat(DecisionJson.vector("login-v1", DecisionJson.features(VECTOR))).isEqualTo(VECTOR);
    assertThat(DecisionJson.reasons(DecisionJson.reasons(List.of(new Reason("A", 1.25)))))
        .containsExactly(new Reason("A", 1.25));
  }
}
