package io.flowshield.ml;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.NativeLibraries;
import io.flowshield.ml.model.XgboostModel;
import io.flowshield.ml.password.PasswordAssessment;
import io.flowshield.ml.password.PasswordContext;
import io.flowshield.ml.password.PasswordModel;
import io.flowshield.ml.signal.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges with models while it can and with the signals' rules when it cannot, on the thread that
 * asks: no step waits for anything, so the time budget is looked at between them.
 */
final class ModelRiskEngine implements RiskEngine {
  private static final Logger LOG = LoggerFactory.getLogger(ModelRiskEngine.class);
  private static final int WARM_UP = 500;
  private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LOG_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** What signals outside the model's schema may add or take away, in log-odds. */
  private static final double OUTSIDE_LIMIT = 2.0;

  private final SubModels subModels;
  private final FeatureSet login;
  private final FeatureSet registration;
  private final Map<String, Judge> judges = new LinkedHashMap<>();
  private final Map<FallbackCause, LongAdder> fallbacks = new EnumMap<>(FallbackCause.class);
  private final Map<FallbackCause, AtomicLong> loggedNanos = new EnumMap<>(FallbackCause.class);
  private final LongAdder assessments = new LongAdder();
  private final long budgetNanos;

  private volatile @Nullable ModelUpdates updates;

  /** What a fraud model sees, and where it is. */
  private record Judge(FeatureSet features, ModelSlot<XgboostModel> slot) {}

  ModelRiskEngine(SubModels subModels, Duration budget) {
    this.subModels = subModels;
    login = LoginFeatures.with(subModels);
    registration = RegistrationFeatures.with(subModels);
    for (FeatureSet set : List.of(login, registration)) {
      String name = set.schema().name();
      judges.put(name, new Judge(set, new ModelSlot<>(name)));
    }
    for (FallbackCause cause : FallbackCause.values()) {
      fallbacks.put(cause, new LongAdder());
      loggedNanos.put(cause, new AtomicLong(System.nanoTime() - LOG_EVERY_NANOS));
    }
    budgetNanos = budget.toNanos();
  }

  /** Has models loaded, now and later. */
  void start(ModelUpdates models, boolean inBackground) {
    updates = models;
    models.start(inBackground);
  }

  /** Loads every model, one after the other; never throws. What is there already may stay. */
  void load(ModelStore store, @Nullable Path nativeFolder) {
    subModels.load(store);
    for (Judge judge : judges.values()) {
      FeatureSchema known = judge.features().schema();
      judge.slot().load(() -> XgboostModel.load(store, known, nativeFolder));
    }
    warmUp();
  }

  /** The way that an attempt takes, with nobody waiting and nothing counted. */
  private void warmUp() {
    long start = System.nanoTime();
    for (int i = 0; i < WARM_UP && System.nanoTime() - start < WARM_UP_NANOS; i++) {
      for (RiskContext attempt : WarmUp.ATTEMPTS) {
        FeatureVector vector = features(attempt).of(attempt);
        Judge judge = judges.get(vector.schema().name());
        XgboostModel model = judge == null ? null : judge.slot().model();
        if (judge == null || model == null) {
          continue;
        }
        try {
          judged(vector, 0.01, judge.features(), model, start);
        } catch (RuntimeException | LinkageError e) {
          LOG.warn("Warming up the model {} failed", model.schema().id(), e);
          return;
        }
      }
    }
  }

  @Override
  public RiskAssessment assess(RiskContext context, double prevalence) {
    long start = System.nanoTime();
    return assess(features(context).of(context, start + budgetNanos), prevalence, start);
  }

  private FeatureSet features(RiskContext context) {
    return context.door().isLogin() ? login : registration;
  }

  @Override
  public RiskAssessment assess(FeatureVector vector, double prevalence) {
    return assess(vector, prevalence, System.nanoTime());
  }

  private RiskAssessment assess(FeatureVector vector, double prevalence, long start) {
    assessments.increment();
    double prior = Odds.prevalence(prevalence);
    Judge judge = judges.get(vector.schema().name());
    if (judge == null || !shares(judge.features(), vector)) {
      return ruled(vector, prior, FallbackCause.SCHEMA_MISMATCH, null, start);
    }
    XgboostModel model = judge.slot().model();
    if (model == null) {
      return ruled(vector, prior, judge.slot().cause(), null, start);
    }
    if (System.nanoTime() - start >= budgetNanos) {
      return ruled(vector, prior, FallbackCause.TIMEOUT, null, start);
    }
    try {
      return judged(vector, prior, judge.features(), model, start);
    } catch (RuntimeException | LinkageError e) {
      return ruled(vector, prior, FallbackCause.ERROR, e, start);
    }
  }

  private static boolean shares(FeatureSet features, FeatureVector vector) {
    return vector.schema().names().stream().anyMatch(name -> features.signal(name).isPresent());
  }

  private static RiskAssessment judged(
      FeatureVector vector, double prior, FeatureSet features, XgboostModel model, long start) {
    float[] row = model.row(vector);
    double[] contributions = model.contributions(row);
    List<String> names = model.schema().names();
    double slope = model.calibration().slope();
    Map<String, Double> byCode = new LinkedHashMap<>();
    for (int i = 0; i < row.length; i++) {
      Signal signal = features.signal(names.get(i)).orElseThrow();
      // A person is told only of what is there: SHAP also credits the absence of good signs.
      if (features.logOdds(signal, row[i]) > 0) {
        byCode.merge(signal.code(), slope * contributions[i], Double::sum);
      }
    }
    RuleScore outside = RuleScore.of(features, vector, name -> !model.knows(name));
    outside.reasons().forEach(r -> byCode.merge(r.code(), r.contribution(), Double::sum));
    double logOdds =
        model.calibration().logOdds(model.margin(row), prior)
            + Math.max(-OUTSIDE_LIMIT, Math.min(OUTSIDE_LIMIT, outside.logOdds()));
    return new RiskAssessment(
        Odds.sigmoid(logOdds),
        RuleScore.reasons(byCode),
        model.schema().name(),
        Integer.toString(model.version()),
        null,
        vector,
        micros(start));
  }

  private RiskAssessment ruled(
      FeatureVector vector,
      double prior,
      FallbackCause cause,
      @Nullable Throwable exception,
      long start) {
    count(cause, vector.schema().id(), exception);
    Judge judge = judges.get(vector.schema().name());
    RuleScore rules =
        judge == null
            ? new RuleScore(0, List.of())
            : RuleScore.of(judge.features(), vector, name -> true);
    List<Reason> reasons = new ArrayList<>(rules.reasons());
    reasons.add(new Reason("FALLBACK", 0));
    return new RiskAssessment(
        Odds.sigmoid(Odds.logit(prior) + rules.logOdds()),
        List.copyOf(reasons),
        "rules",
        "1",
        cause.name(),
        vector,
        micros(start));
  }

  /** Every fallback is counted; one a minute of each cause is logged. */
  private void count(FallbackCause cause, String schema, @Nullable Throwable exception) {
    get(fallbacks, cause).increment();
    AtomicLong last = get(loggedNanos, cause);
    long now = System.nanoTime();
    long before = last.get();
    if (now - before >= LOG_EVERY_NANOS && last.compareAndSet(before, now)) {
      LOG.warn("Rules judged instead of the model for {}: {}", schema, cause, exception);
    }
  }

  private static <T> T get(Map<FallbackCause, T> map, FallbackCause cause) {
    return Optional.ofNullable(map.get(cause)).orElseThrow();
  }

  private static long micros(long start) {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
  }

  @Override
  public Optional<PasswordAssessment> assessPassword(
      CharSequence password, PasswordContext context) {
    try {
      return Optional.of(subModels.passwordOrPlain().assess(password, context));
    } catch (RuntimeException e) {
      // the exception's text may hold the password
      LOG.error("A password could not be judged: {}", e.getClass().getName());
      return Optional.empty();
    }
  }

  @Override
  public boolean isLeaked(CharSequence password) {
    PasswordModel model = subModels.passwordAtHand();
    return model != null && model.isLeaked(password);
  }

  @Override
  public boolean isDisposable(String emailDomain) {
    return subModels.disposableDomains().contains(emailDomain);
  }

  @Override
  public EngineHealth health() {
    Map<String, Long> causes = new LinkedHashMap<>();
    fallbacks.forEach((cause, count) -> causes.put(cause.name(), count.sum()));
    Map<String, Long> failures = new LinkedHashMap<>();
    List<EngineHealth.Model> models = new ArrayList<>();
    judges.forEach(
        (schema, judge) -> {
          models.add(judge.slot().health());
          judge
              .features()
              .failures()
              .forEach((name, count) -> failures.put(schema + "/" + name, count));
        });
    models.addAll(subModels.health());
    Optional<NativeLibraries.State> libraries = NativeLibraries.state();
    ModelUpdates looking = updates;
    return new EngineHealth(
        models,
        looking == null
            ? new EngineHealth.Source("", EngineHealth.Source.OFF, "")
            : looking.health(),
        libraries.map(state -> state.status().name()).orElse(EngineHealth.NOT_TRIED),
        libraries.map(NativeLibraries.State::detail).orElse(""),
        assessments.sum(),
        causes,
        failures);
  }

  @Override
  public void close() {
    ModelUpdates looking = updates;
    if (looking != null) {
      looking.close();
    }
    judges.values().forEach(judge -> judge.slot().close());
    subModels.close();
  }
}
