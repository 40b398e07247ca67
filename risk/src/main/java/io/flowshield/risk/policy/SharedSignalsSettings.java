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
    SettingValues values = new SettingValues(attributes);
    Mode wanted =
        switch (values.word(RealmSetting.SHARED_SIGNALS_MODE)) {
          case "report" -> Mode.REPORT;
          case "enforce" -> Mode.ENFORCE;
          default -> Mode.OFF;
        };
    return new SharedSignalsSettings(
        isComplete(values) ? wanted : Mode.OFF,
        values.raw(RealmSetting.SHARED_SIGNALS_ISSUER),
        values.word(RealmSetting.SHARED_SIGNALS_JWKS_URL),
        values.raw(RealmSetting.SHARED_SIGNALS_AUDIENCE),
        // One that may not be set is still asked for: without it the door would stand open.
        values.raw(RealmSetting.SHARED_SIGNALS_AUTHORIZATION),
        values.duration(RealmSetting.SHARED_SIGNALS_MAX_AGE));
  }

  /** Without an issuer, its keys and an audience, anybody's token would be as good. */
  static boolean isComplete(SettingValues values) {
    return !values.isSet(RealmSetting.SHARED_SIGNALS_MODE)
        || values.word(RealmSetting.SHARED_SIGNALS_MODE).equals("off")
        || (!values.raw(RealmSetting.SHARED_SIGNALS_ISSUER).isEmpty()
            && values.isSet(RealmSetting.SHARED_SIGNALS_JWKS_URL)
            && !values.raw(RealmSetting.SHARED_SIGNALS_AUDIENCE).isEmpty());
  }

  public boolean isOn() {
    return mode != Mode.OFF;
  }

  /** Whether a token is meant for this realm. */
  public boolean isFor(List<String> audiences) {
    return audiences.contains(audience);
  }

  static boolean isUsable(String url) {
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
