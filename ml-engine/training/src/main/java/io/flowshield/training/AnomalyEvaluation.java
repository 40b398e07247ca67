package io.flowshield.training;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.signal.FreemanLogin;
import io.flowshield.ml.signal.Signal;
import io.flowshield.ml.signal.UnusualForRealm;
import io.flowshield.ml.signal.UnusualForUser;
import io.flowshield.training.simulation.LabelledAttempt;
import io.flowshield.training.simulation.TrafficSimulator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How well the anomaly signals, each alone, tell attacks on logins from honest logins, beside the
 * model of Freeman et al. on the same attempts. Nothing is trained: the forests learn as they would
 * on a server.
 */
final class AnomalyEvaluation implements Evaluation {
  private static final Signal BASELINE = new FreemanLogin();

  /** One signal's values with those of the baseline, where both have one. */
  private static final class Scores {
    private final Signal signal;
    private final Dataset dataset = new Dataset(2);
    private long missing;

    Scores(Signal signal) {
      this.signal = signal;
    }

    void add(LabelledAttempt attempt) {
      RiskContext context = attempt.context();
      float value = signal.value(context);
      float baseline = BASELINE.value(context);
      if (Float.isNaN(value) || Float.isNaN(baseline)) {
        missing++;
      } else {
        dataset.add(new float[] {value, baseline}, Example.of(attempt));
      }
    }

    double auc(int column) {
      double[] values = new double[dataset.rows()];
      for (int row = 0; row < values.length; row++) {
        values[row] = dataset.value(row, column);
      }
      return Metrics.auc(values, dataset);
    }

    double present() {
      return (double) dataset.rows() / (dataset.rows() + missing);
    }
  }

  @Override
  public Set<String> subjects() {
    return Set.of("anomaly");
  }

  @Override
  public List<Measure> measure(Workshop workshop) {
    Split split = Splits.REGISTRATION.validation();
    Map<String, Scores> scores = new LinkedHashMap<>();
    scores.put("realm", new Scores(new UnusualForRealm()));
    scores.put("user", new Scores(new UnusualForUser()));
    new TrafficSimulator(split.seed(), split.heldOut())
        .run(
            split.realms(),
            attempt -> {
              if (attempt.context().door().isLogin()) {
                scores.values().forEach(score -> score.add(attempt));
              }
            });
    List<Measure> measures = new ArrayList<>();
    scores.forEach(
        (name, score) -> {
          measures.add(measure("anomaly." + name + ".auc", score.auc(0), score.auc(1), split));
          measures.add(measure("anomaly." + name + ".present", score.present(), null, split));
        });
    return measures;
  }

  private static Measure measure(
      String name, double value, @Nullable Double reference, Split split) {
    return new Measure(
        name, value, null, null, reference, "simulated traffic", "", split.name(), split.seed());
  }
}
