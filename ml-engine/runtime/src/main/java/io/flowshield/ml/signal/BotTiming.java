package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.telemetry.Telemetry;
import java.util.function.ToIntFunction;

/**
 * How much the timing looks like a program's, 0 to 1: one minus the product of what each of these
 * leaves unexplained.
 *
 * <ul>
 *   <li>typed faster than people do: mean flight time under 60 ms, full at 20 ms;
 *   <li>too regular: standard deviation over mean of the flight times under 0.15, full at 0.03
 *       (people show 0.3 and more);
 *   <li>keys held too regularly: the same of dwell times, under 0.05, full at 0;
 *   <li>the whole form sent within 1.5 s of being shown (a registration: 4 s), full at a fifth of
 *       that.
 * </ul>
 *
 * Only fields that were typed count: at least 6 strokes, no paste, not filled in by the browser or
 * a password manager. Missing when there are none, so that paste, managers and assistive input are
 * neutral, and when there is no telemetry.
 *
 * <p>Rule: 3.0 times the value.
 *
 * <p>Inputs: telemetry, door.
 *
 * <p>Source: Dhakal, Feit, Kristensson and Oulasvirta, "Observations on Typing from 136 Million
 * Keystrokes" (CHI 2018), for what people do; the limits are ours.
 */
public final class BotTiming implements Signal {
  private static final int MIN_STROKES = 6;

  @Override
  public String code() {
    return "BOT_TIMING";
  }

  @Override
  public float value(RiskContext context) {
    Telemetry telemetry = context.telemetry();
    if (telemetry.status() != Telemetry.Status.PRESENT) {
      return Float.NaN;
    }
    double human = 1;
    boolean typed = false;
    for (Telemetry.Field field : telemetry.fields()) {
      if (field.strokes().size() < MIN_STROKES || field.pastes() > 0 || field.autofilled()) {
        continue;
      }
      typed = true;
      Spread flights = Spread.of(field, Telemetry.Stroke::flightMillis, 1);
      Spread dwells = Spread.of(field, Telemetry.Stroke::dwellMillis, 0);
      human *= 1 - Ramp.between(flights.mean, 60, 20);
      human *= 1 - Ramp.between(flights.variation(), 0.15, 0.03);
      human *= 1 - Ramp.between(dwells.variation(), 0.05, 0);
    }
    if (!typed) {
      return Float.NaN;
    }
    double hastyMillis = context.door().isLogin() ? 1500 : 4000;
    human *= 1 - Ramp.between(telemetry.timeOnPageMillis(), hastyMillis, hastyMillis / 5);
    return (float) (1 - human);
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 3.0 * value : 0;
  }

  /** Mean and standard deviation of a field's times in milliseconds. */
  private record Spread(double mean, double deviation) {

    static Spread of(Telemetry.Field field, ToIntFunction<Telemetry.Stroke> time, int skip) {
      double sum = 0;
      double squares = 0;
      int n = field.strokes().size() - skip;
      for (Telemetry.Stroke stroke : field.strokes().subList(skip, field.strokes().size())) {
        double value = time.applyAsInt(stroke);
        sum += value;
        squares += value * value;
      }
      double mean = sum / n;
      return new Spread(mean, Math.sqrt(Math.max(0, squares / n - mean * mean)));
    }

    /** Standard deviation over mean; 0 when all times are 0. */
    double variation() {
      return mean > 0 ? deviation / mean : 0;
    }
  }
}
