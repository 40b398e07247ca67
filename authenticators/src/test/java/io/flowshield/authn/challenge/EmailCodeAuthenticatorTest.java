package io.flowshield.authn.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.testkit.flow.FlowDouble;
import io.flowshield.testkit.partial.PartialDouble;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.utils.FormMessage;

@Tag("C2")
class EmailCodeAuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SecretKey KEY =
      new SecretKeySpec("a secret".getBytes(StandardCharsets.UTF_8), "HmacSHA512");

  private final List<String> errors = new ArrayList<>();
  private final PartialDouble<LoginFormsProvider> form = PartialDouble.of(LoginFormsProvider.class);
  private final FlowDouble flow = new FlowDouble();

  EmailCodeAuthenticatorTest() {
    form.when("setAttribute", arguments -> form.object())
        .when(
            "addError",
            arguments -> {
              errors.add(((FormMessage) arguments[0]).getMessage());
              return form.object();
            })
        .returning("createForm", null);
    flow.realm().returning("isBruteForceProtected", false);
    flow.user().returning("getEmail", "ann@mail.example").returning("isEmailVerified", true);
    flow.knowing("form", arguments -> form.object()).knowing("getProtector", arguments -> null);
  }

  private void enter(String code, Instant time) {
    flow.sent("code", code);
    new EmailCodeAuthenticator(flow.session(), Clock.fixed(time, ZoneOffset.UTC))
        .action(flow.context());
  }

  @Test
  void theRightCodeIsWorthNothingOnceItHasExpiredAndIsForgotten() {
    IssuedCode.of("123456", KEY, NOW, NOW.plusSeconds(300)).write(flow.login());

    enter("123456", NOW.plusSeconds(300));

    assertThat(errors).containsExactly("flowshield.code.expired");
    assertThat(flow.status()).contains(FlowStatus.FORCE_CHALLENGE);
    assertThat(IssuedCode.read(flow.login())).isEmpty();
  }

  @Test
  void noEntryIsNoAttempt() {
    IssuedCode.of("123456", KEY, NOW, NOW.plusSeconds(300)).write(flow.login());

    enter(" ", NOW);

    assertThat(errors).containsExactly("flowshield.code.invalid");
    assertThat(IssuedCode.read(flow.login())).isPresent();
  }
}
