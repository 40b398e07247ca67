package io.flowshield.risk.policy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * From whom a realm takes security events, and what it does with them.
 *
 * @param mode whether any are taken, and what follows
 * @param issuer of every token, as it stands there
 * @param jwksUrl where the issuer's keys are: {@code https}, or {@code http} on this machine
 * @param audience of every token
 * @param authorization value of the request's header of that name, or an entry of Keycloak's vault;
 *     empty when none is asked for
 * @param maxAge of a token that is taken
 */
public record SharedSignalsSettings(
    Mode mode,
    String issuer,
    String jwksUrl,
    String audience,
    String authorization,
    Duration maxAge) {
  static final String MODE = "ssf.mode";
  static final Set<String> WORDS = Set.of("off", "report", "enforce");

  /** No token older than this is taken, whatever a realm sets: used ones are remembered longer. */
  public static final Duration OLDEST = Duration.ofDays(7);

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** What is done with security events. */
  public enum Mode {
    /** None are taken. */
    OFF,
    /** They are recorded. */
    REPORT,
    /** They are recorded and carried out. */
    ENFORCE
  }

  /** A realm's. */
  public static SharedSignalsSettings of(RealmModel realm) {
    return read(realm::getAttribute);
  }

  static SharedSignalsSettings read(Function<String, @Nullable String> attributes) {
    return read(new RealmSettings.Reader(attributes));
  }

  static SharedSignalsSettings read(RealmSettings.Reader reader) {
    String url = reader.text("ssf.jwksUrl");
    Mode wanted =
        switch (reader.text(MODE)) {
          case "report" -> Mode.REPORT;
          case "enforce" -> Mode.ENFORCE;
          default -> Mode.OFF;
        };
    SharedSignalsSettings settings =
        new SharedSignalsSettings(
            wanted,
            reader.text("ssf.issuer"),
            isUsable(url) ? url : reader.refused("ssf.jwksUrl", ""),
            reader.text("ssf.audience"),
            reader.text("ssf.authorization"),
            Duration.ofSeconds(
                Math.min(OLDEST.toSeconds(), reader.positive("ssf.maxAgeSeconds", 86_400))));
    return wanted == Mode.OFF || settings.isComplete() ? settings : settings.off(reader);
  }

  private boolean isComplete() {
    return !issuer.isEmpty() && !jwksUrl.isEmpty() && !audience.isEmpty();
  }

  /** Without an issuer, its keys and an audience, anybody's token would be as good. */
  private SharedSignalsSettings off(RealmSettings.Reader reader) {
    return new SharedSignalsSettings(
        reader.refused(MODE, Mode.OFF), issuer, jwksUrl, audience, authorization, maxAge);
  }

  public boolean isOn() {
    return mode != Mode.OFF;
  }

  /** Whether a token is meant for this realm. */
  public boolean isFor(List<String> audiences) {
    return audiences.contains(audience);
  }

  private static boolean isUsable(String url) {
    try {
      URI uri = URI.create(url);
      String host = uri.getHost();
      return host != null
          && uri.getUserInfo() == null
          && ("https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && THIS_MACHINE.contains(host)));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
