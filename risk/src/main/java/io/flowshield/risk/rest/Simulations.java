package io.flowshield.risk.rest;

import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.context.Door;
import io.flowshield.risk.RiskNode;
import io.flowshield.risk.custom.CustomSignals;
import io.flowshield.risk.learning.ChallengeBudgets;
import io.flowshield.risk.policy.ChallengeBudget;
import io.flowshield.risk.policy.CustomWeights;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.policy.RiskPolicy;
import io.flowshield.risk.policy.Thresholds;
import io.flowshield.risk.simulation.Backtest;
import io.flowshield.risk.simulation.BudgetFit;
import io.flowshield.risk.simulation.UnknownFeatureException;
import io.flowshield.risk.simulation.WhatIf;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionScan;
import io.flowshield.risk.store.DecisionStore;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Answers what would be or would have been decided. Changes nothing. */
final class Simulations {
  private static final int MAX_DAYS = 366;
  private static final int DEFAULT_DAYS = 30;
  private static final int MAX_ROWS = 100_000;
  private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

  /** One at a time on a node: logins want the database too. */
  private static final Semaphore BACKTESTS = new Semaphore(1);

  private final KeycloakSession session;
  private final RealmModel realm;
  private final RiskNode node;
  private final RealmSettings settings;
  private final ChallengeBudget budget;

  Simulations(KeycloakSession session, RealmModel realm, RiskNode node) {
    this.session = session;
    this.realm = realm;
    this.node = node;
    this.settings = RealmSettings.of(realm);
    this.budget = ChallengeBudget.of(realm);
  }

  /** Thresholds in a body; those that are absent are the realm's. */
  record Wanted(
      @Nullable Double medium,
      @Nullable Double high,
      @Nullable Double verify,
      @Nullable Double review,
      @Nullable Double refuse) {

    private static final Wanted NONE = new Wanted(null, null, null, null, null);

    Thresholds over(Thresholds set) {
      return new Thresholds(
          share("medium", medium, set.medium()),
          share("high", high, set.high()),
          share("verify", verify, set.verify()),
          share("review", review, set.review()),
          share("refuse", refuse, set.refuse()));
    }

    private static double share(String name, @Nullable Double wanted, double otherwise) {
      if (wanted == null) {
        return otherwise;
      }
      if (wanted >= 0 && wanted <= 1) {
        return wanted;
      }
      throw Refusal.badRequest("thresholds." + name + " is a number from 0 to 1");
    }
  }

  private Thresholds thresholds(@Nullable Wanted wanted) {
    return (wanted == null ? Wanted.NONE : wanted)
        .over(Thresholds.of(settings).withMedium(position().steering().medium()));
  }

  private ChallengeBudgets.Position position() {
    return node.budgets()
        .position(
            session.getKeycloakSessionFactory(), realm.getId(), budget, Thresholds.of(settings));
  }

  Response policy() {
    ChallengeBudgets.Position position = position();
    Thresholds set = Thresholds.of(settings);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("reportOnly", settings.reportOnly());
    answer.put("set", SimulationViews.thresholds(set));
    answer.put(
        "effective", SimulationViews.thresholds(set.withMedium(position.steering().medium())));
    answer.put("challengeBudget", SimulationViews.budget(budget, position));
    return Json.ok(answer);
  }

  /**
   * The body of a what-if.
   *
   * @param customWeights weights of custom signals by id; those that are absent are the realm's
   */
  record Question(
      @Nullable Map<String, @Nullable Double> features,
      @Nullable Wanted thresholds,
      @Nullable Map<String, Double> customWeights) {}

  Response whatIf(String id, InputStream body) {
    Question question = Json.read(body, Question.class);
    Map<String, @Nullable Double> edits = question.features();
    Decision decision =
        new DecisionStore(session).find(realm.getId(), id).orElseThrow(Refusal::notFound);
    if (decision.vector().schema().names().isEmpty()) {
      throw new Refusal(Response.Status.CONFLICT, "This decision has no recorded numbers");
    }
    if (decision.door() == Door.SESSION) {
      throw new Refusal(Response.Status.CONFLICT, "No model judges sessions");
    }
    Thresholds thresholds = thresholds(question.thresholds());
    WhatIf whatIf =
        new WhatIf(
            node.engine(),
            new RiskPolicy(
                thresholds, settings.reportOnly(), failsClosed().test(decision.clientId())),
            decision.door().isLogin()
                ? settings.loginPrevalence()
                : settings.registrationPrevalence(),
            node.custom());
    Map<String, Double> set = CustomWeights.of(realm).byId();
    Map<String, Double> tried = weights(set, question.customWeights());
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("id", decision.id());
    answer.put("door", decision.door().name());
    answer.put("schema", decision.vector().schema().id());
    answer.put("thresholds", SimulationViews.thresholds(thresholds));
    try {
      answer.put("then", SimulationViews.verdict(WhatIf.then(decision)));
      answer.put("now", SimulationViews.verdict(whatIf.now(decision, Map.of(), set)));
      Map<String, @Nullable Double> wanted = edits == null ? Map.of() : edits;
      answer.put("edited", edited(decision.vector(), wanted));
      answer.put("whatIf", SimulationViews.verdict(whatIf.now(decision, wanted, tried)));
    } catch (UnknownFeatureException e) {
      Map<String, Object> refusal = new LinkedHashMap<>();
      refusal.put("error", e.getMessage());
      refusal.put("unknown", e.unknown());
      refusal.put("known", e.known());
      throw new Refusal(Response.Status.BAD_REQUEST, refusal);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
    return Json.ok(answer);
  }

  private static Map<String, Double> weights(
      Map<String, Double> set, @Nullable Map<String, Double> wanted) {
    Map<String, Double> weights = new HashMap<>(set);
    if (wanted != null) {
      wanted.forEach(
          (id, weight) -> {
            if (weight == null || !CustomWeights.isWeight(weight)) {
              throw Refusal.badRequest(
                  "customWeights." + id + " is a number from 0 to " + CustomSignals.MOST_UP);
            }
            weights.put(id, weight);
          });
    }
    return weights;
  }

  private static Map<String, Object> edited(
      FeatureVector recorded, Map<String, @Nullable Double> edits) {
    Map<String, Object> changes = new LinkedHashMap<>();
    edits.forEach(
        (name, value) -> {
          Map<String, @Nullable Object> change = new LinkedHashMap<>();
          float before = recorded.get(name);
          change.put("recorded", Float.isNaN(before) ? null : before);
          change.put("edited", value);
          changes.put(name, change);
        });
    return changes;
  }

  /** The body of a backtest. */
  record Window(
      @Nullable Integer days,
      @Nullable Integer maxDecisions,
      @Nullable Wanted thresholds,
      @Nullable Double challengeBudget) {}

  Response backtest(InputStream body) {
    Window window = Json.read(body, Window.class);
    int days = within("days", window.days(), DEFAULT_DAYS, MAX_DAYS);
    int most = within("maxDecisions", window.maxDecisions(), MAX_ROWS, MAX_ROWS);
    Double share = window.challengeBudget();
    if (share != null && !(share > 0 && share <= ChallengeBudget.MOST_SHARE)) {
      throw Refusal.badRequest(
          "challengeBudget is a number above 0, at most " + ChallengeBudget.MOST_SHARE);
    }
    Thresholds thresholds = thresholds(window.thresholds());
    if (!BACKTESTS.tryAcquire()) {
      throw Refusal.tooMany("Another backtest is running on this node", TIME_LIMIT.toSeconds());
    }
    try {
      return Json.ok(backtest(days, most, thresholds, share));
    } finally {
      BACKTESTS.release();
    }
  }

  private Map<String, @Nullable Object> backtest(
      int days, int most, Thresholds wanted, @Nullable Double share) {
    Instant until = node.clock().instant();
    Instant since = until.minus(Duration.ofDays(days));
    Thresholds thresholds = wanted;
    if (share != null) {
      BudgetFit fit = new BudgetFit();
      Backtest.walk(scan(since, until), most, TIME_LIMIT, fit);
      thresholds = wanted.withMedium(fit.steer(budget.withShare(share), wanted, until).medium());
    }
    Backtest backtest =
        new Backtest(
            new RiskPolicy(thresholds, false, false),
            new RiskPolicy(thresholds, false, true),
            failsClosed());
    Backtest.Extent extent = Backtest.walk(scan(since, until), most, TIME_LIMIT, backtest::add);
    return SimulationViews.backtest(since, until, thresholds, backtest, extent);
  }

  private DecisionScan scan(Instant since, Instant until) {
    return new DecisionScan(session.getKeycloakSessionFactory(), realm.getId(), since, until);
  }

  private static int within(String name, @Nullable Integer wanted, int otherwise, int most) {
    if (wanted == null) {
      return otherwise;
    }
    if (wanted >= 1 && wanted <= most) {
      return wanted;
    }
    throw Refusal.badRequest(name + " is a number from 1 to " + most);
  }

  /** Asks for each application once: a window holds few of them, many times. */
  private Predicate<@Nullable String> failsClosed() {
    Map<String, Boolean> known = new HashMap<>();
    return clientId ->
        clientId != null
            && known.computeIfAbsent(
                clientId,
                id -> {
                  ClientModel client = realm.getClientByClientId(id);
                  return client != null && RealmSettings.failsClosed(client);
                });
  }
}
