package io.flowshield.risk.trust;

import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.UserModel;

/**
 * The browsers on which a realm's users have shown a second factor and had that remembered. The
 * browser holds nothing but the signed cookie that names it; what it is worth is kept of the user
 * whom it was remembered for. No method fails a login.
 */
public interface TrustedDevices {
  /** None, and none will be. */
  TrustedDevices NONE =
      new TrustedDevices() {
        @Override
        public Optional<Duration> life() {
          return Optional.empty();
        }

        @Override
        public boolean standsIn(UserModel user, String decisionId) {
          return false;
        }

        @Override
        public boolean isTrusted(UserModel user) {
          return false;
        }

        @Override
        public String ask(UserModel user) {
          return "";
        }

        @Override
        public boolean remember(UserModel user, String proof) {
          return false;
        }
      };

  /** How long the realm lets browsers be remembered; empty when it does not. */
  Optional<Duration> life();

  /**
   * Whether this request's browser stands in for a user's second factor; then the decision that
   * asked for one says so.
   */
  boolean standsIn(UserModel user, String decisionId);

  /** Whether this request's browser counts as remembered. */
  boolean isTrusted(UserModel user);

  /**
   * Names this request's browser, when it has no name yet, before its user is asked whether it
   * shall be remembered: an answer that is sent twice at once then speaks of one browser.
   *
   * @return keyed hash of what the user proves to be the user with: password, second factors,
   *     address. Any of them set, changed or removed, by whomever, makes another one
   */
  String ask(UserModel user);

  /**
   * Remembers this request's browser for a user who has just shown a second factor.
   *
   * @param proof what {@link #ask} gave: a password that was changed in between may have been
   *     changed because of whoever answers
   * @return false when it is not remembered
   */
  boolean remember(UserModel user, String proof);
}
