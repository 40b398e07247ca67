package io.flowshield.risk.rest;

import io.flowshield.ml.EngineHealth;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.Reason;
import io.flowshield.risk.RiskNode;
import io.flowshield.risk.custom.CustomSignals;
import io.flowshield.risk.lint.Finding;
import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.outbox.OutboxLedger;
import io.flowshield.risk.signals.SignalHealth;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.Label;
import io.flowshield.risk.store.SagaView;
import io.flowshield.risk.store.SignalCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How records look in JSON. Times are ISO 8601 in UTC. */
final class AdminViews {
  private AdminViews() {}

  /** A line of a list. */
  static Map<String, @Nullable Object> summary(Decision decision) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", decision.id());
    view.put("userId", decision.userId());
    view.put("time", decision.time().toString());
    view.put("door", decision.door().name());
    view.put("clientId", decision.clientId());
    view.put("score", decision.score());
    view.put("level", decision.level().name());
    view.put("action", decision.action().name());
    view.put("reportOnly", decision.reportOnly());
    view.put("reasons", reasons(decision.reasons()));
    view.put("model", decision.model());
    view.put("modelVersion", decision.modelVersion());
    view.put("fallback", decision.fallback());
    view.put("network", decision.network());
    view.put("networkKind", decision.networkKind().name());
    view.put("label", label(decision.label()));
    Instant disowned = decision.disowned();
    view.put("disowned", disowned == null ? null : disowned.toString());
    view.put("trustedDevice", decision.trustedDevice());
    return view;
  }

  private static @Nullable Map<String, Object> label(@Nullable Label label) {
    return label == null
        ? null
        : Map.of(
            "verdict", label.verdict().name(),
            "source", label.source().name(),
            "by", label.by(),
            "time", label.time().toString());
  }

  /** Strongest first. */
  static List<Map<String, Object>> reasons(List<Reason> reasons) {
    return reasons.stream()
        .map(
            reason ->
                Map.<String, Object>of(
                    "code", reason.code(), "contribution", reason.contribution()))
        .toList();
  }

  /** With the numbers that were judged. */
  static Map<String, @Nullable Object> full(Decision decision) {
    Map<String, @Nullable Object> view = summary(decision);
    view.put("latencyMicros", decision.latencyMicros());
    view.put("schema", decision.vector().schema().id());
    view.put("features", features(decision.vector()));
    return view;
  }

  private static Map<String, @Nullable Object> features(FeatureVector vector) {
    Map<String, @Nullable Object> features = new LinkedHashMap<>();
    List<String> names = vector.schema().names();
    float[] values = vector.values();
    for (int i = 0; i < values.length; i++) {
      features.put(names.get(i), Float.isNaN(values[i]) ? null : values[i]);
    }
    return features;
  }

  static Map<String, @Nullable Object> saga(SagaView saga) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("userId", saga.userId());
    view.put("workflowId", saga.workflowId());
    view.put("phase", saga.phase());
    view.put("score", saga.score());
    view.put("level", saga.level());
    view.put("modelVersion", saga.modelVersion());
    view.put("reason", saga.reason());
    view.put("detail", saga.detail());
    view.put("provisioned", saga.provisioned());
    view.put("attempt", saga.attempt());
    view.put("updated", saga.updated().toString());
    return view;
  }

  static Map<String, @Nullable Object> outbox(OutboxLedger.Entry entry) {
    OutboxEvent event = entry.event();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", event.id());
    view.put("userId", event.userId());
    view.put("sequence", event.sequence());
    view.put("type", event.type().name());
    view.put("payload", event.payload());
    view.put("state", entry.state());
    view.put("created", event.created().toString());
    view.put("due", entry.due().toString());
    view.put("attempts", event.attempts());
    view.put("error", entry.error());
    return view;
  }

  /**
   * @param backlog null when the outbox cannot be read
   * @param faultySignals names of signals that are silent or fail, null when that is not known
   */
  static Map<String, @Nullable Object> health(
      RiskNode node, OutboxLedger.@Nullable Backlog backlog, @Nullable List<String> faultySignals) {
    EngineHealth engine = node.engine().health();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("enabled", node.enabled());
    view.put("complete", engine.isComplete());
    view.put("models", engine.models().stream().map(AdminViews::model).toList());
    view.put(
        "modelStore",
        Map.of(
            "location", engine.source().location(),
            "state", engine.source().state(),
            "detail", engine.source().detail()));
    view.put(
        "nativeLibraries",
        Map.of("state", engine.nativeLibraries(), "detail", engine.nativeDetail()));
    view.put("assessments", engine.assessments());
    view.put("fallbacks", engine.fallbacks());
    view.put("failedSignals", engine.failedSignals());
    view.put("faultySignals", faultySignals);
    view.put(
        "outbox",
        backlog == null
            ? Map.of("error", "The outbox cannot be read; see the server's log")
            : Map.of(
                "states",
                backlog.states(),
                "lagSeconds",
                backlog.lag().toSeconds(),
                "error",
                backlog.error()));
    view.put("counters", node.losses().all());
    return view;
  }

  /** Models that do not judge, with the reason. */
  static List<String> unusable(EngineHealth engine) {
    return engine.models().stream()
        .filter(model -> !model.state().equals(EngineHealth.Model.READY))
        .map(model -> model.name() + " (" + model.state() + ")")
        .toList();
  }

  static Map<String, @Nullable Object> finding(Finding finding) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("code", finding.code().name());
    view.put("severity", finding.code().severity().name());
    view.put("place", finding.place());
    view.put("text", finding.text());
    view.put("fix", finding.fix());
    return view;
  }

  /** By door, each signal with its state and rates. */
  static List<Map<String, @Nullable Object>> signals(Map<String, List<SignalHealth>> health) {
    List<Map<String, @Nullable Object>> views = new ArrayList<>();
    health.forEach((door, signals) -> signals.forEach(signal -> views.add(signal(door, signal))));
    return views;
  }

  private static Map<String, @Nullable Object> signal(String door, SignalHealth signal) {
    SignalCounts.Tally tally = signal.tally();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("schema", door);
    view.put("signal", signal.name());
    view.put("state", signal.state().name());
    view.put("why", signal.why());
    view.put("assessed", signal.assessed());
    view.put("valued", tally.valued());
    view.put("fired", tally.fired());
    view.put("failed", tally.failed());
    view.put("missingRate", rate(signal.assessed() - tally.valued(), signal.assessed()));
    view.put("fireRate", rate(tally.fired(), tally.valued()));
    view.put("failedRate", signal.failedRate());
    view.put("low", tally.valued() == 0 ? null : tally.low());
    view.put("high", tally.valued() == 0 ? null : tally.high());
    return view;
  }

  /**
   * @param weight that the realm gives it; 0 for one that is only recorded
   */
  static Map<String, @Nullable Object> customSignal(CustomSignals.Status signal, double weight) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", signal.id());
    view.put("reason", signal.code());
    view.put("feature", signal.feature());
    view.put("direction", signal.direction().name());
    view.put("text", signal.text());
    view.put("weight", weight);
    view.put("paused", signal.paused());
    view.put("asked", signal.asked());
    view.put("failures", signal.failures());
    return view;
  }

  private static @Nullable Double rate(long part, long of) {
    return of == 0 ? null : (double) part / of;
  }

  /** Signals that somebody should look at, for example {@code login/new_country}. */
  static List<String> faults(Map<String, List<SignalHealth>> health) {
    List<String> faults = new ArrayList<>();
    health.forEach(
        (door, signals) ->
            signals.stream()
                .filter(signal -> signal.state().isFault())
                .forEach(signal -> faults.add(door + "/" + signal.name())));
    return faults;
  }

  private static Map<String, @Nullable Object> model(EngineHealth.Model model) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("name", model.name());
    view.put("version", model.version());
    view.put("sha256", model.sha256());
    view.put("state", model.state());
    view.put("detail", model.detail());
    return view;
  }
}
