package io.flowshield.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the measures must reach. Rates of simulated traffic must reach it at their worse bound. */
final class Gates {
  private static final List<Gate> ALL =
      List.of(
          atMost("keystroke.cmu.practised.eer.200", 0.050),
          atMost("keystroke.cmu.practised.eer.10", 0.150),
          atMost("keystroke.cmu.eer.200", 0.035),
          atMost("keystroke.cmu.eer.10", 0.095),
          atMostOfReference("keystroke.iiitbh.eer.10", 0.75),
          atMostOfReference("keystroke.iiitbh.eer.100", 0.75),
          lowAtLeast("login.naive.tpr", 0.995),
          lowAtLeast("login.vpn.tpr", 0.98),
          lowAtLeast("login.targeted.tpr", 0.90),
          highAtMost("login.challenge_ratio_to_freeman", 0.5),
          lowAtLeast("registration.tpr", 0.95),
          atMost("login.ece.*", 0.02),
          atMost("registration.ece.*", 0.02),
          belowReference("login.log_loss.*"),
          belowReference("login.log_loss_to_freeman.*"),
          belowReference("registration.log_loss.*"),
          aboveReference("password.holdout.auc"),
          belowReference("password.holdout.over_1e10"),
          atMost("password.model_bytes", 3e6),
          atLeast("email.local_part.auc", 0.90),
          highAtMost("fairness.challenge_ratio.*", 1.5),
          withinOfReference("simulator.freeman.prompts.*", 1));

  private Gates() {}

  /**
   * A bound.
   *
   * @param measure its name; one that ends in {@code .*} means every measure that begins so
   * @param must what is asked, for people
   * @param holds whether a measure reaches it
   */
  private record Gate(String measure, String must, Predicate<Measure> holds) {
    boolean means(Measure candidate) {
      return measure.endsWith(".*")
          ? candidate.measure().startsWith(measure.substring(0, measure.length() - 1))
          : candidate.measure().equals(measure);
    }

    boolean isOf(String subject) {
      return measure.startsWith(subject + ".");
    }
  }

  /** What a measure must reach, for a table; empty when nothing is asked of it. */
  static String must(Measure measure) {
    for (Gate gate : ALL) {
      if (gate.means(measure)) {
        return gate.must() + (gate.holds().test(measure) ? "" : " **missed**");
      }
    }
    return "";
  }

  /**
   * The gates that do not hold, in words.
   *
   * @param run subjects of the evaluations that ran to their end; of them a gate's measure may not
   *     be absent
   */
  static List<String> missed(List<Measure> measures, Set<String> run) {
    List<String> missed = new ArrayList<>();
    for (Gate gate : ALL) {
      List<Measure> meant = measures.stream().filter(gate::means).toList();
      for (Measure measure : meant) {
        if (!gate.holds().test(measure)) {
          missed.add(measure.measure() + " is " + measure.value() + ", must be " + gate.must());
        }
      }
      if (meant.isEmpty() && run.stream().anyMatch(gate::isOf)) {
        missed.add(gate.measure() + " was not measured");
      }
    }
    return missed;
  }

  private static Gate atMost(String measure, double bound) {
    return new Gate(measure, "<= " + bound, m -> m.value() <= bound);
  }

  private static Gate atLeast(String measure, double bound) {
    return new Gate(measure, ">= " + bound, m -> m.value() >= bound);
  }

  private static Gate lowAtLeast(String measure, double bound) {
    return new Gate(measure, ">= " + bound + " at its lower end", m -> bound(m.low()) >= bound);
  }

  private static Gate highAtMost(String measure, double bound) {
    return new Gate(measure, "<= " + bound + " at its upper end", m -> bound(m.high()) <= bound);
  }

  private static Gate atMostOfReference(String measure, double share) {
    return new Gate(
        measure, "<= " + share + " of baseline", m -> m.value() <= share * bound(m.reference()));
  }

  private static Gate withinOfReference(String measure, double distance) {
    return new Gate(
        measure,
        "within " + distance + " of baseline",
        m -> Math.abs(m.value() - bound(m.reference())) <= distance);
  }

  private static Gate belowReference(String measure) {
    return new Gate(measure, "< baseline", m -> m.value() < bound(m.reference()));
  }

  private static Gate aboveReference(String measure) {
    return new Gate(measure, "> baseline", m -> m.value() > bound(m.reference()));
  }

  /** A bound that was not computed is reached by nothing. */
  private static double bound(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
