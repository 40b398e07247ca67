package io.flowshield.risk.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SignInTest {
  private static final Instant TIME = Instant.parse("2026-11-23T14:05:00Z");

  @Test
  void tells_time_and_place_in_a_language() {
    SignIn signIn = signIn("Firefox", "Mac OS X 10.15", "DE", Network.Kind.ACCESS);
    assertThat(signIn.time(Locale.FRENCH)).contains("23 novembre 2026", "14:05", "UTC");
    assertThat(signIn.place(Locale.FRENCH)).isEqualTo("Allemagne (203.0.113.0/24)");
    assertThat(signIn.browser()).isEqualTo("Firefox");
    assertThat(signIn.system()).isEqualTo("Mac OS X 10.15");
  }

  @Test
  void leaves_out_what_is_not_known_or_says_nothing() {
    assertThat(signIn("", "", "", Network.Kind.UNKNOWN).place(Locale.ENGLISH))
        .isEqualTo("203.0.113.0/24");
    assertThat(signIn("", "", "", Network.Kind.PRIVATE).place(Locale.ENGLISH)).isEmpty();
    assertThat(signIn("", "", "1?", Network.Kind.PRIVATE).place(Locale.ENGLISH)).isEmpty();
  }

  @Test
  void repeats_nothing_of_a_browser_that_is_no_name() {
    for (String claim :
        new String[] {
          "www.evil.example", "http://evil", "Call 0800/1234", "<b>Firefox</b>", "x".repeat(41)
        }) {
      assertThat(signIn(claim, "Linux", "", Network.Kind.ACCESS).browser()).as(claim).isEmpty();
    }
  }

  private static SignIn signIn(String browser, String system, String country, Network.Kind kind) {
    return SignIn.of(
        TIME,
        new RequestFacts(
            new Network("key", "203.0.113.0/24", 0, country, null, kind),
            new UserAgent(UserAgent.DeviceClass.DESKTOP, system, browser, browser),
            "",
            null));
  }
}
