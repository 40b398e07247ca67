package io.flowshield.benchmark;

import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.RiskEngines;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.model.TreeEnsemble;
import io.flowshield.ml.profile.ProfileCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A full assessment of a login, and what it is measured against. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AssessmentBenchmark {
  static final String MODELS_PROPERTY = "flowshield.models";
  private static final int INPUTS = 256;

  /** The committed reference model in XGBoost. */
  @State(Scope.Thread)
  public static class Reference {
    final Booster booster;
    final TreeEnsemble trees;
    final float[][] rows = ReferenceModel.rows(INPUTS);
    int next;

    public Reference() {
      try {
        booster = ReferenceModel.load();
        trees = TreeEnsemble.read(ReferenceModel.bytes());
      } catch (IOException | XGBoostError e) {
        throw new IllegalStateException(e);
      }
    }

    float[] row() {
      return rows[next++ & (INPUTS - 1)];
    }
  }

  /** An engine with the published models, shared by all threads. */
  @State(Scope.Benchmark)
  public static class Engine {
    final RiskEngine engine =
        RiskEngines.builder(Path.of(Objects.requireNonNull(System.getProperty(MODELS_PROPERTY))))
            .budget(Duration.ofSeconds(5))
            .build();
    final List<RiskContext> attempts = Logins.attempts(INPUTS);

    /** Rules are fast: a benchmark of them would prove nothing. */
    @Setup
    public void requireModel() {
      RiskAssessment assessment = engine.assess(attempts.get(0), 0.01);
      if (assessment.fallbackCause().isPresent()) {
        throw new IllegalStateException("Rules answered: " + engine.health().models());
      }
    }

    @TearDown
    public void close() {
      Map<String, Long> fallbacks = engine.health().fallbacks();
      engine.close();
      if (fallbacks.values().stream().anyMatch(count -> count > 0)) {
        throw new IllegalStateException("Rules answered: " + fallbacks);
      }
    }
  }

  /** Where one thread is in the list of attempts. */
  @State(Scope.Thread)
  public static class Turn {
    int next;
  }

  /** XGBoost alone, the row already there, by the faster of its two ways. */
  @Benchmark
  public float[][] bare(Reference reference) throws XGBoostError {
    return reference.booster.inplace_predict(
        reference.row(), 1, ReferenceModel.FEATURES, Float.NaN);
  }

  /** The same trees in Java. */
  @Benchmark
  public float trees(Reference reference) {
    return reference.trees.margin(reference.row());
  }

  @Benchmark
  public RiskAssessment login(Engine engine, Turn turn) {
    return engine.engine.assess(engine.attempts.get(turn.next++ & (INPUTS - 1)), 0.01);
  }

  /** What reading the user's profile costs on top, once its bytes are there. */
  @Benchmark
  public Object profile(Stored stored) {
    return ProfileCodec.decodeProfile(stored.profile);
  }

  /** A profile as it is stored. */
  @State(Scope.Benchmark)
  public static class Stored {
    final byte[] profile = ProfileCodec.encode(Logins.attempts(1).get(0).profile());
  }
}
