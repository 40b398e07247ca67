package io.flowshield.authn.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class IssuedCodeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SecretKey KEY = key("a secret of the realm");

  private static SecretKey key(String secret) {
    return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA512");
  }

  private static IssuedCode issue(String code) {
    return IssuedCode.of(code, KEY, NOW, NOW.plusSeconds(300));
  }

  @Test
  void aDrawnCodeHasSixDigits() {
    assertThat(IntStream.range(0, 1000).mapToObj(i -> IssuedCode.draw()))
        .allMatch(code -> code.matches("[0-9]{6}"));
  }

  @Test
  void onlyTheMailedDigitsMatch() {
    IssuedCode code = issue("012345");
    assertThat(code.matches("012345", KEY)).isTrue();
    assertThat(code.matches(" 012 345 ", KEY)).isTrue();
    assertThat(code.matches("12345", KEY)).isFalse();
    assertThat(code.matches("012346", KEY)).isFalse();
    assertThat(code.matches("", KEY)).isFalse();
  }

  @Test
  void theSameDigitsOfAnotherIssueOrKeyLeaveAnotherDigest() {
    assertThat(issue("012345").digest()).isNotEqualTo(issue("012345").digest());
    assertThat(issue("012345").matches("012345", key("another"))).isFalse();
  }

  @Test
  void theNoteGivesBackTheIssueAndNotTheCode() {
    IssuedCode code = issue("918273");
    assertThat(code.asNote()).doesNotContain("918273");
    assertThat(IssuedCode.parse(code.asNote())).contains(code);
    assertThat(IssuedCode.parse(null)).isEmpty();
  }

  @Test
  void itEndsAtItsExpiry() {
    IssuedCode code = issue("012345");
    assertThat(code.isExpired(NOW.plusSeconds(299))).isFalse();
    assertThat(code.isExpired(NOW.plusSeconds(300))).isTrue();
  }
}
