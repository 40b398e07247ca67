package io.flowshield.risk.custom;

import java.util.Locale;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;

/**
 * A signal of an administrator's own. A jar with one class that implements this, a constructor
 * without parameters and a file {@code META-INF/services/io.flowshield.risk.custom.CustomSignal}
 * that names it goes into Keycloak's {@code providers/}. Its id is the signal's: at most 40 of a-z,
 * 0-9 and {@code -}, beginning with a letter.
 *
 * <p>One object serves all realms and threads. It never meets a Keycloak session: it is asked on a
 * thread of its own, with a time limit, and whatever it does (throws, hangs, answers nonsense)
 * counts as "no value" and harms no login. After five such answers in a row it is not asked for
 * half a minute.
 *
 * <p>The signal's value is recorded with each decision. It adds to a score only in realms whose
 * administrator gave it a weight (realm attribute {@code flowshield.customSignals}).
 */
public interface CustomSignal extends Provider, ProviderFactory<CustomSignal> {

  /** Which way a signal may move a score; it never moves it the other way. */
  enum Direction {
    /** More of it is riskier. */
    RAISES,
    /** More of it is safer. */
    LOWERS
  }

  /** Which way it moves a score. */
  Direction direction();

  /**
   * One sentence for administrators that says what a high value means.
   *
   * @param locale the reader's language
   */
  String text(Locale locale);

  /** Names of the user attributes that it wants to see; it sees no others. */
  default Set<String> attributes() {
    return Set.of();
  }

  /**
   * How strongly it speaks at an attempt: 0 not at all, 1 as strongly as it can; NaN when it cannot
   * tell. What lies outside counts as a failure.
   */
  double value(Attempt attempt);

  @Override
  default CustomSignal create(KeycloakSession session) {
    return this;
  }

  /** Reads {@code --spi-flowshield-signal--<id>--...}. */
  @Override
  default void init(Config.Scope config) {}

  @Override
  default void postInit(KeycloakSessionFactory factory) {}

  @Override
  default void close() {}
}
