package io.flowshield.ml;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.signal.Signal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ordered signals that turn facts into the numbers of one schema. Thread-safe. */
public final class FeatureSet {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureSet.class);

  /** Log-odds that no rule needs more of. */
  private static final double RULE_LIMIT = 10;

  private final FeatureSchema schema;
  private final List<Signal> signals;
  private final Map<String, Signal> byName = new LinkedHashMap<>();
  private final LongAdder[] failures;

  FeatureSet(String name, int version, List<Signal> signals) {
    this.signals = List.copyOf(signals);
    this.schema =
        new FeatureSchema(name, version, this.signals.stream().map(Signal::name).toList());
    this.signals.forEach(signal -> byName.put(signal.name(), signal));
    if (byName.size() != this.signals.size()) {
      throw new IllegalArgumentException("Two signals share a name in " + schema.names());
    }
    failures = new LongAdder[signals.size()];
    for (int i = 0; i < failures.length; i++) {
      failures[i] = new LongAdder();
    }
  }

  /** The same signals without those that are not named, in the same order, for a model's schema. */
  public FeatureSet only(Collection<String> names) {
    return new FeatureSet(
        schema.name(),
        schema.version(),
        signals.stream().filter(signal -> names.contains(signal.name())).toList());
  }

  public FeatureSchema schema() {
    return schema;
  }

  /** In the schema's order. */
  public List<Signal> signals() {
    return signals;
  }

  /** The signal behind a feature. */
  public Optional<Signal> signal(String feature) {
    return Optional.ofNullable(byName.get(feature));
  }

  /**
   * The numbers of an attempt. A signal that fails is missing (NaN) and counted, and does not keep
   * the others from being heard.
   */
  public FeatureVector of(RiskContext context) {
    return of(context, System.nanoTime() + Long.MAX_VALUE / 2);
  }

  /**
   * The same, while there is time: what is asked after the deadline is missing.
   *
   * @param deadline of {@link System#nanoTime}
   */
  FeatureVector of(RiskContext context, long deadline) {
    float[] values = new float[failures.length];
    for (int i = 0; i < values.length; i++) {
      if (System.nanoTime() - deadline >= 0) {
        values[i] = Float.NaN;
        continue;
      }
      try {
        values[i] = signals.get(i).value(context);
      } catch (RuntimeException | LinkageError e) {
        failures[i].increment();
        values[i] = Float.NaN;
      }
    }
    return new FeatureVector(schema, values);
  }

  /** What a signal's rule makes of a value, within limits; 0 and counted when it fails. */
  public double logOdds(Signal signal, float value) {
    double logOdds = Double.NaN;
    try {
      logOdds = signal.logOdds(value);
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("The rule of {} failed", signal.name(), e);
    }
    if (!Double.isNaN(logOdds)) {
      return Math.max(-RULE_LIMIT, Math.min(RULE_LIMIT, logOdds));
    }
    failures[schema.names().indexOf(signal.name())].increment();
    return 0;
  }

  /** How often each signal failed since the start; only those that ever did. */
  public Map<String, Long> failures() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < failures.length; i++) {
      if (failures[i].sum() > 0) {
        counts.put(signals.get(i).name(), failures[i].sum());
      }
    }
    return counts;
  }
}
