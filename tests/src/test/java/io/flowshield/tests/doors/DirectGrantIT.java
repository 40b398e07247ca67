package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The risk authenticator behind the password of a direct grant. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C1")
class DirectGrantIT {
  private static final String CLIENT = "demo-web";

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aGrantOfLowRiskGetsTokens(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      assertThat(grant(stack, user, People.PASSWORD).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRefusedGrantEqualsAWrongPasswordByteForByte(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    HttpResponse<String> wrong = grant(stack, user, "not-the-password");
    HttpResponse<String> refused;
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      refused = grant(stack, user, People.PASSWORD);
    }
    assertThat(refused.statusCode()).isEqualTo(wrong.statusCode());
    assertThat(refused.body()).isEqualTo(wrong.body());
    assertThat(refused.headers().map()).isEqualTo(wrong.headers().map());
  }

  @Test
  void mediumRiskWithoutOtpIsAnsweredTheSameWay(FlowShieldStack stack) throws Exception {
    String plain = People.verified(stack);
    String otp = People.withOtp(stack);
    String wrong = grant(stack, plain, "not-the-password").body();
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      assertThat(grant(stack, plain, People.PASSWORD).body()).isEqualTo(wrong);
      assertThat(grant(stack, otp, People.PASSWORD).body()).isEqualTo(wrong);
    }
  }

  private HttpResponse<String> grant(FlowShieldStack stack, String user, String password)
      throws Exception {
    String id = stack.admin().get("/clients?clientId=" + CLIENT).get(0).path("id").asText();
    String secret = stack.admin().get("/clients/" + id + "/client-secret").path("value").asText();
    URI token = stack.keycloak().url().resolve("/realms/flowshield/protocol/openid-connect/token");
    String form =
        Map.of(
                "grant_type", "password",
                "client_id", CLIENT,
                "client_secret", secret,
                "username", user,
                "password", password)
            .entrySet()
            .stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return http.send(
        HttpRequest.newBuilder(token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
