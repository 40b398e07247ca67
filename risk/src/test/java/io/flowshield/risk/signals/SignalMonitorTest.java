package io.flowshield.risk.signals;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.LoginFeatures;
import io.flowshield.risk.store.SignalCounts;
import io.flowshield.risk.store.SignalCounts.Tally;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A13")
class SignalMonitorTest {
  private final Map<String, Long> failures = new HashMap<>();
  private final SignalMonitor monitor =
      new SignalMonitor(() -> failures, List.of(), false, Clock.systemUTC());

  private static FeatureVector login(String signal, float value) {
    float[] values = new float[LoginFeatures.SCHEMA.names().size()];
    Arrays.fill(values, Float.NaN);
    return new FeatureVector(LoginFeatures.SCHEMA, values).with(signal, value);
  }

  @Test
  void countsWhatSignalsSayInEachRealm() {
    monitor.count("one", login("new_device", 0));
    monitor.count("one", login("new_device", 1));
    monitor.count("one", login("new_device", Float.NaN));
    monitor.count("other", login("new_device", 1));
    SignalCounts one = monitor.here("one", "login");
    assertThat(one.assessed()).isEqualTo(3);
    assertThat(one.of("new_device")).isEqualTo(new Tally(2, 1, 0, 0, 1));
    assertThat(one.of("new_country")).isEqualTo(Tally.NONE);
    assertThat(monitor.here("other", "login").assessed()).isEqualTo(1);
    assertThat(monitor.here(SignalMonitor.ALL_REALMS, "login").assessed()).isEqualTo(4);
    assertThat(monitor.here("one", "registration")).isEqualTo(SignalCounts.NONE);
  }

  @Test
  void forgetsARealmThatIsRemoved() {
    monitor.count("one", login("new_device", 0));
    monitor.forget("one");
    assertThat(monitor.here("one", "login")).isEqualTo(SignalCounts.NONE);
  }

  @Test
  void readsVectorsOfOtherVersionsByName() {
    monitor.count(
        "one",
        new FeatureVector(
            new FeatureSchema("login", 7, List.of("gone", "new_device")), new float[] {3, 1}));
    assertThat(monitor.here("one", "login").of("new_device")).isEqualTo(new Tally(1, 1, 0, 1, 1));
    monitor.count("one", new FeatureVector(new FeatureSchema("none", 0, List.of()), new float[0]));
    assertThat(monitor.here("one", "login").assessed()).isEqualTo(1);
  }

  @Test
  void tellsEachFailureOnce() {
    failures.put("login/new_device", 3L);
    failures.put("registration/random_email", 5L);
    assertThat(monitor.newFailures("login").of("new_device").failed()).isEqualTo(3);
    assertThat(monitor.newFailures("login").signals()).containsOnlyKeys("new_device");
    assertThat(monitor.takeFailures("login").of("new_device").failed()).isEqualTo(3);
    assertThat(monitor.newFailures("login").signals()).isEmpty();
    failures.put("login/new_device", 4L);
    assertThat(monitor.newFailures("login").of("new_device").failed()).isEqualTo(1);
    assertThat(monitor.newFailures("registration").of("random_email").failed()).isEqualTo(5);
  }
}
