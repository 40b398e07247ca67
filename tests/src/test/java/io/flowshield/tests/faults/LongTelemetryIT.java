package io.flowshield.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.DemoNetworks;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.OwnStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Keycloak refuses a form field of more than 128 KiB before anybody else sees it; {@link
 * TelemetryIT} shows that. Here its administrator has raised that limit, so that ten megabytes
 * reach us.
 */
@Tag("A3")
@Tag("A12")
class LongTelemetryIT {
  private static final int TEN_MEGABYTES = 10 * 1024 * 1024;

  @Test
  void tenMegabytesOfTelemetryAreTreatedAsAbsentAndCounted() throws Exception {
    try (FlowShieldStack stack =
        OwnStack.in("long-telemetry")
            .withoutTemporal()
            .change(LongTelemetryIT::raiseKeycloaksLimits)
            .start()) {
      try {
        Visitor alice = stack.visitor(DemoNetworks.BERLIN, BrowserDriver.FIREFOX);
        String name = Applicants.named("talker").username();
        stack.admin().createUser(name, name + "@example.org", Applicants.PASSWORD);
        assertThat(invalid(stack)).isZero();

        BrowserDriver.Page page =
            alice.signIn(name, Applicants.PASSWORD, "x".repeat(TEN_MEGABYTES));

        assertThat(Visitor.signedIn(page) || page.has("form#flowshield-code-form"))
            .as(page.toString())
            .isTrue();
        assertThat(invalid(stack)).isOne();
      } catch (Exception | AssertionError e) {
        FlowShieldExtension.tellLogs("LongTelemetryIT", stack);
        throw e;
      }
    }
  }

  private static long invalid(FlowShieldStack stack) throws Exception {
    return stack
        .admin()
        .get("/flowshield/health")
        .path("counters")
        .path("telemetry_invalid")
        .asLong(-1);
  }

  private static void raiseKeycloaksLimits(Path home) throws IOException {
    Files.writeString(
        home.resolve("conf/quarkus.properties"),
        """
        quarkus.http.limits.max-form-attribute-size=11M
        quarkus.http.limits.max-body-size=12M
        """);
  }
}
