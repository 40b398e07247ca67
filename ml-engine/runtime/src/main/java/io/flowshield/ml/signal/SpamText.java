package io.flowshield.ml.signal;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.text.FreeTextModel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How likely the worst of the profile's free texts (company, job, about me) is advertising or
 * gibberish, 0 to 1: {@link FreeTextModel}. Missing without such a text or without the model.
 *
 * <p>Rule: from 0 at 0.8 in a straight line to 1.2 at 1.
 */
public final class SpamText implements Signal {
  private final Supplier<@Nullable FreeTextModel> model;

  public SpamText(Supplier<@Nullable FreeTextModel> model) {
    this.model = model;
  }

  @Override
  public String code() {
    return "SPAM_TEXT";
  }

  @Override
  public float value(RiskContext context) {
    RegistrationFacts facts = context.registration();
    if (facts == null || facts.texts().isEmpty()) {
      return Float.NaN;
    }
    FreeTextModel loaded = model.get();
    return loaded == null ? Float.NaN : (float) loaded.spam(facts.texts());
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 1.2 * Ramp.between(value, 0.8, 1) : 0;
  }
}
