package io.flowshield.ml.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.ml.Odds;

/**
 * Turns a booster's margin (its raw sum, in log-odds) into log-odds of fraud that can be believed
 * at the prevalence of the data it was fitted on. Its file is {@code calibration.json}:
 *
 * <pre>{@code
 * {"method":"platt","a":1.0,"b":0.0,"prevalence":0.05}
 * {"method":"isotonic","x":[-4.0,0.0,3.0],"y":[0.001,0.02,0.9],"prevalence":0.05}
 * }</pre>
 */
public sealed interface Calibration {

  /** Share of fraud in the data it was fitted on. */
  double prevalence();

  /** Calibrated log-odds at {@link #prevalence()}. */
  double logOdds(double margin);

  /** How many calibrated log-odds one unit of margin is worth, for scaling explanations. */
  double slope();

  /** What {@code calibration.json} holds. */
  ObjectNode toJson();

  /**
   * Calibrated log-odds at another prevalence: the prior's log-odds are exchanged, the evidence is
   * kept (Saerens et al., Neural Computation 14, 2002, equation 2.4).
   */
  default double logOdds(double margin, double prevalence) {
    return logOdds(margin) - Odds.logit(prevalence()) + Odds.logit(prevalence);
  }

  /**
   * Platt, "Probabilistic Outputs for Support Vector Machines" (1999): {@code a margin + b}.
   *
   * @param a slope, positive
   * @param b intercept
   * @param prevalence share of fraud in the data it was fitted on, in (0, 1)
   */
  record Platt(double a, double b, double prevalence) implements Calibration {

    public Platt {
      require(a > 0 && Double.isFinite(a) && Double.isFinite(b), "a must be positive, b finite");
      requirePrevalence(prevalence);
    }

    @Override
    public double logOdds(double margin) {
      return a * margin + b;
    }

    @Override
    public double slope() {
      return a;
    }

    @Override
    public ObjectNode toJson() {
      return new ObjectMapper()
          .createObjectNode()
          .put("method", "platt")
          .put("a", a)
          .put("b", b)
          .put("prevalence", prevalence);
    }
  }

  /**
   * Isotonic regression (Zadrozny and Elkan, KDD 2002): straight lines in log-odds between points,
   * level outside them, so that no margin claims more than what the fit has seen.
   *
   * @param x margins, rising
   * @param y probabilities in (0, 1), never falling, as many
   * @param prevalence share of fraud in the data it was fitted on, in (0, 1)
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Isotonic(double[] x, double[] y, double prevalence) implements Calibration {

    public Isotonic {
      require(x.length > 0 && x.length == y.length, "x and y must have one length");
      for (int i = 0; i < x.length; i++) {
        require(Double.isFinite(x[i]) && y[i] > 0 && y[i] < 1, "y must lie in (0, 1)");
        require(i == 0 || (x[i] > x[i - 1] && y[i] >= y[i - 1]), "x must rise, y must not fall");
      }
      requirePrevalence(prevalence);
      x = x.clone();
      y = y.clone();
    }

    @Override
    public double logOdds(double margin) {
      int next = 0;
      while (next < x.length && x[next] < margin) {
        next++;
      }
      if (next == 0 || next == x.length) {
        return Odds.logit(y[Math.min(next, x.length - 1)]);
      }
      double share = (margin - x[next - 1]) / (x[next] - x[next - 1]);
      double below = Odds.logit(y[next - 1]);
      return below + share * (Odds.logit(y[next]) - below);
    }

    /** From the first point to the last. */
    @Override
    public double slope() {
      int last = x.length - 1;
      return last == 0 ? 1 : (Odds.logit(y[last]) - Odds.logit(y[0])) / (x[last] - x[0]);
    }

    @Override
    public ObjectNode toJson() {
      ObjectNode node = new ObjectMapper().createObjectNode().put("method", "isotonic");
      ArrayNode margins = node.putArray("x");
      for (double margin : x) {
        margins.add(margin);
      }
      ArrayNode probabilities = node.putArray("y");
      for (double probability : y) {
        probabilities.add(probability);
      }
      return node.put("prevalence", prevalence);
    }
  }

  /**
   * Reads what {@link #toJson} writes.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  static Calibration fromJson(JsonNode node) {
    double prevalence = number(node.path("prevalence"));
    return switch (node.path("method").asText()) {
      case "platt" -> new Platt(number(node.path("a")), number(node.path("b")), prevalence);
      case "isotonic" -> new Isotonic(numbers(node.path("x")), numbers(node.path("y")), prevalence);
      default -> throw new IllegalArgumentException("Unknown calibration method");
    };
  }

  private static double number(JsonNode node) {
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }

  private static double[] numbers(JsonNode node) {
    require(node.isArray(), "x and y must be lists");
    double[] numbers = new double[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(node.get(i));
    }
    return numbers;
  }

  private static void requirePrevalence(double prevalence) {
    require(prevalence > 0 && prevalence < 1, "prevalence must lie in (0, 1)");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
