package io.flowshield.risk.rest;

import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.risk.RiskNode;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.store.CaptureChoice;
import io.flowshield.risk.store.CaptureChoiceStore;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.ProfileStore;
import io.flowshield.risk.store.Requirement;
import io.flowshield.risk.store.RequirementStore;
import io.flowshield.risk.store.SagaViewStore;
import io.flowshield.risk.store.TrustedDevice;
import io.flowshield.risk.store.TrustedDeviceStore;
import io.flowshield.risk.store.UserRow;
import io.flowshield.risk.trust.StoredDevices;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What is kept of one user, for whoever may have it, and what the user chose of it. */
final class UserData {
  /** More decisions of one user than this are left out of an export, the oldest first. */
  static final int MOST_DECISIONS = 2_000;

  private final KeycloakSession session;
  private final RealmModel realm;
  private final Clock clock;
  private final StoredDevices devices;
  private final String userId;

  UserData(KeycloakSession session, RealmModel realm, RiskNode node, String userId) {
    this.session = session;
    this.realm = realm;
    this.clock = node.clock();
    this.devices = new StoredDevices(session, realm, node.contexts(), node.losses(), node.clock());
    this.userId = userId;
  }

  /** The body of a choice. */
  record Choice(@Nullable Boolean capture) {
    /** What was chosen. */
    boolean chosen() {
      if (capture == null) {
        throw Refusal.badRequest("capture is true or false");
      }
      return capture;
    }
  }

  /** Everything that is stored under the user's id. */
  Response export() {
    List<Decision> decisions =
        new DecisionStore(session).list(realm.getId(), userId, null, null, 0, MOST_DECISIONS + 1);
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("realm", realm.getName());
    view.put("userId", userId);
    view.put("exported", clock.instant().toString());
    view.put(
        "profile",
        new ProfileStore(session).find(realm.getId(), userId).map(UserData::profile).orElse(null));
    view.put("behaviourCapture", captureView());
    view.put(
        "requirement",
        new RequirementStore(session)
            .find(realm.getId(), userId)
            .map(UserData::requirement)
            .orElse(null));
    view.put(
        "registration",
        new SagaViewStore(session).find(realm.getId(), userId).map(AdminViews::saga).orElse(null));
    view.put(
        "trustedDevices",
        new TrustedDeviceStore(session)
            .list(realm.getId(), userId).stream().map(UserData::device).toList());
    view.put("olderDecisionsLeftOut", decisions.size() > MOST_DECISIONS);
    view.put("decisions", decisions.stream().limit(MOST_DECISIONS).map(AdminViews::full).toList());
    return Json.ok(view);
  }

  /** Whether typing and pointer are looked at, and who chose that. */
  Response capture() {
    return Json.ok(captureView());
  }

  /**
   * Notes a choice. Whoever switches the capture off has what was learnt of it deleted in the same
   * transaction.
   */
  Response choose(boolean capture, String chosenBy) {
    try {
      UserRow.lock(session, userId);
      new CaptureChoiceStore(session)
          .set(realm.getId(), userId, new CaptureChoice(capture, clock.instant(), chosenBy));
      if (!capture) {
        new ProfileStore(session).forgetBehaviour(realm.getId(), userId);
      }
    } catch (PersistenceException | ModelException e) {
      throw new Refusal(
          Response.Status.CONFLICT, "Not stored: the user is signing in or chooses elsewhere");
    }
    return capture();
  }

  /** The browsers that stand in for the user's second factor now, newest first. */
  Response trustedDevices() {
    UserModel user = session.users().getUserById(realm, userId);
    return Json.ok(
        user == null ? List.of() : devices.list(user).stream().map(UserData::device).toList());
  }

  /**
   * Forgets one of them, or with null all.
   *
   * @return how many were known
   */
  int forget(@Nullable String id) {
    return devices.forget(userId, id);
  }

  private static Map<String, Object> device(TrustedDevice device) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", device.key());
    view.put("browser", device.browser());
    view.put("since", device.since().toString());
    view.put("until", device.until().toString());
    return view;
  }

  private Map<String, @Nullable Object> captureView() {
    Optional<CaptureChoice> choice = new CaptureChoiceStore(session).find(realm.getId(), userId);
    var setting = RealmSettings.behaviourCapture(realm);
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("realm", setting.word());
    view.put("chosen", choice.map(CaptureChoice::capture).orElse(null));
    view.put("since", choice.map(CaptureChoice::since).map(Instant::toString).orElse(null));
    view.put("captured", setting.allows(choice.map(CaptureChoice::capture).orElse(null)));
    return view;
  }

  private static Map<String, @Nullable Object> requirement(Requirement requirement) {
    Instant until = requirement.until();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("required", requirement.kind().name());
    view.put("since", requirement.since().toString());
    view.put("until", until == null ? null : until.toString());
    view.put("reason", requirement.reason());
    return view;
  }

  /** What a profile says, without what only a program reads: keyed hashes, samples, templates. */
  private static Map<String, @Nullable Object> profile(LoginProfile profile) {
    Instant first = profile.firstLogin();
    LoginProfile.LastLogin last = profile.lastLogin();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("logins", profile.logins());
    view.put("firstLogin", first == null ? null : first.toString());
    view.put("lastLogin", last == null ? null : last.time().toString());
    view.put("addresses", profile.addresses().size());
    view.put("networks", weights(profile.prefixes()));
    view.put("autonomousSystems", weights(profile.asns()));
    view.put("countries", weights(profile.countries()));
    view.put("towns", weights(profile.places()));
    view.put("languages", weights(profile.languages()));
    view.put("browsers", weights(profile.userAgents()));
    view.put("systems", weights(profile.systems()));
    view.put(
        "devicesLastUsed",
        profile.devices().values().stream()
            .sorted()
            .map(second -> Instant.ofEpochSecond(second).toString())
            .toList());
    view.put("hoursUtc", profile.hours().stream().map(UserData::rounded).toList());
    view.put("roundTrips", rounded(profile.roundTrips().weight()));
    Map<String, Integer> typings = new TreeMap<>();
    profile
        .typing()
        .baselines()
        .forEach((device, baseline) -> typings.put(device.name(), baseline.typings().size()));
    view.put("typings", typings);
    return view;
  }

  private static Map<String, Double> weights(Map<String, Double> counts) {
    Map<String, Double> weights = new TreeMap<>();
    counts.forEach((name, weight) -> weights.put(name, rounded(weight)));
    return weights;
  }

  private static double rounded(double weight) {
    return Math.round(weight * 100) / 100.0;
  }
}
