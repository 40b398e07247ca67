package io.flowshield.ml.signal;

import io.flowshield.ml.behaviour.TypingBaseline;
import io.flowshield.ml.behaviour.TypingHabits;
import io.flowshield.ml.behaviour.TypingModel;
import io.flowshield.ml.behaviour.TypingSample;
import io.flowshield.ml.context.RiskContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How little the rhythm of the password is the owner's: the log-odds that {@link TypingModel} adds,
 * weighted by the number of typings the owner is known by, -4 to 4; below 0 it is the owner's.
 *
 * <p>Missing without a model, telemetry or at least 3 typings of a password of this length on this
 * class of device, and when the password was pasted, filled in, corrected or shorter than 6 keys:
 * to use a manager or a helping device is no sign of fraud.
 *
 * <p>Rule: 0.5 times the value, at least -1.
 */
public final class UnfamiliarTyping implements Signal {
  private final Supplier<@Nullable TypingModel> model;

  public UnfamiliarTyping(Supplier<@Nullable TypingModel> model) {
    this.model = model;
  }

  @Override
  public String code() {
    return "UNFAMILIAR_TYPING";
  }

  @Override
  public float value(RiskContext context) {
    TypingModel judge = model.get();
    TypingSample typed = TypingHabits.typed(context.telemetry());
    if (judge == null || typed == null || !context.door().isLogin()) {
      return Float.NaN;
    }
    TypingBaseline known =
        context.profile().typing().like(typed, context.request().userAgent().deviceClass());
    return known == null ? Float.NaN : judge.evidence(known, typed);
  }

  @Override
  public double logOdds(float value) {
    return Float.isNaN(value) ? 0 : Math.max(-1, 0.5 * value);
  }
}
