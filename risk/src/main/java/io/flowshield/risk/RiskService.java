package io.flowshield.risk;

import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.password.PasswordAssessment;
import io.flowshield.risk.continuous.SessionEvent;
import io.flowshield.risk.store.Requirement;
import io.flowshield.risk.trust.TrustedDevices;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * Judges attempts for authenticators and form actions. One instance per Keycloak session; not
 * thread-safe. No method fails a login: what goes wrong inside is counted and answered by a
 * fallback.
 */
public interface RiskService extends Provider {

  /** False when an administrator has switched everything off: every attempt passes. */
  boolean isEnabled();

  /**
   * Judges a login whose first factor has been verified, and stores the decision.
   *
   * @param user whose password was right
   * @param telemetry value of the form field {@code flowshield_telemetry}, null when it is absent
   * @param reportOnly true when the flow lets everybody pass, whatever realm and client say
   */
  RiskDecision assessLogin(
      RealmModel realm,
      ClientModel client,
      UserModel user,
      Door door,
      @Nullable String telemetry,
      boolean reportOnly);

  /**
   * What a new password is worth, by the models of this process; empty when they cannot tell. Keeps
   * and logs neither the password nor the answer.
   *
   * @param form what else its user typed
   */
  Optional<PasswordAssessment> assessPassword(
      RealmModel realm, CharSequence password, RegistrationFacts form);

  /**
   * Whether the list of leaked passwords on this machine has the password of the login that is to
   * be judged. When it has, the stored decision carries the reason {@code BREACHED_PASSWORD}; the
   * decision that {@link #assessLogin} returns does not, so that no page tells of it.
   *
   * @param verified a password that was right, as typed; neither kept nor logged
   */
  boolean isLeaked(CharSequence verified);

  /**
   * Judges a registration form. The decision is stored by {@link #registered} once there is a user,
   * or here when it refuses.
   */
  RiskDecision assessRegistration(
      RealmModel realm, ClientModel client, RegistrationFacts facts, @Nullable String telemetry);

  /**
   * Stores a registration's decision for its user, adds the required action {@code
   * flowshield-pending} and writes the mandatory outbox row, all in the request's transaction.
   *
   * @throws RuntimeException when the row cannot be written: the registration must not go through
   */
  void registered(RealmModel realm, UserModel user, RiskDecision decision);

  /**
   * Learns from a completed login after the request has committed. Best effort; losses are counted.
   *
   * @param decisionId the decision that let this login through
   * @param sessionId the user session that it began or joined
   */
  void loginCompleted(
      RealmModel realm, UserModel user, String decisionId, @Nullable String sessionId);

  /**
   * What is required of a user who signs in. Empty when nothing is, when it cannot be read, and in
   * report-only mode, where it is counted and logged.
   *
   * @param earlier when the session began that the user comes back to by cookie; null for a login
   *     with credentials, which is what {@code REAUTHENTICATE} asks for
   */
  Optional<Requirement> requiredAtLogin(
      RealmModel realm, UserModel user, @Nullable Instant earlier);

  /**
   * What is required of a user now, of whatever kind. Empty when nothing is, when it cannot be
   * read, and in report-only mode of the realm.
   */
  Optional<Requirement> openRequirement(RealmModel realm, UserModel user);

  /**
   * Whether a session may have more tokens. True also when it cannot be read what is required of
   * its user, and in report-only mode, where it is counted and logged.
   *
   * @param authenticated when the session's user signed in, in whole seconds
   */
  boolean mayContinue(RealmModel realm, UserModel user, Instant authenticated);

  /** Counts a user session as ended. */
  void loggedOut(RealmModel realm, String userId, String sessionId);

  /** Counts a credential or an address of a user that was set, changed or removed. */
  void credentialChanged(RealmModel realm, String userId);

  /** A user has another password than before: its rhythm has to be learnt anew. */
  void passwordChanged(RealmModel realm, String userId);

  /** Looks at what a running session was used for, where the realm wants sessions watched. */
  void sessionUsed(RealmModel realm, SessionEvent event);

  /** The browsers on which users of a realm have their second factor remembered. */
  TrustedDevices trustedDevices(RealmModel realm);

  /** Counts a failed login of a user, or of a user name that nobody has. */
  void loginFailed(RealmModel realm, @Nullable String userId);

  /**
   * Holds the answer to a wrong password, a name that nobody has, or a right password that {@link
   * #assessLogin} had refused, until each of them would have been answered, some 15 to 300 ms after
   * the password was looked at: the time must not tell them apart.
   *
   * @param age how long ago the password was looked at, where this session has judged nobody since
   */
  void holdRefusal(RealmModel realm, Duration age);

  /**
   * Mails a link to another password once the request has committed, off its thread. Best effort; a
   * mail that cannot be sent is counted and is an event {@code SEND_RESET_PASSWORD_ERROR}.
   *
   * @param link a secret; neither kept nor logged
   * @param life how long it works
   */
  void mailReset(RealmModel realm, UserModel user, URI link, Duration life);
}
