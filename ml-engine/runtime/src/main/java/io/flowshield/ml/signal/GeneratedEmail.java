package io.flowshield.ml.signal;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.email.LocalPartModel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How likely a program made the local part of the address, 0 to 1, if as many were made by programs
 * as by people: {@link LocalPartModel}. Missing without an address, without the model, for other
 * scripts than Latin and for fewer than three letters and digits.
 *
 * <p>Rule: from 0 at 0.7 in a straight line to 1.4 at 1.
 */
public final class GeneratedEmail implements Signal {
  private final Supplier<@Nullable LocalPartModel> model;

  public GeneratedEmail(Supplier<@Nullable LocalPartModel> model) {
    this.model = model;
  }

  @Override
  public String code() {
    return "RANDOM_EMAIL";
  }

  @Override
  public String name() {
    return "generated_email";
  }

  @Override
  public float value(RiskContext context) {
    RegistrationFacts facts = context.registration();
    LocalPartModel loaded = model.get();
    if (facts == null || loaded == null || facts.emailLocalPart().isEmpty()) {
      return Float.NaN;
    }
    return (float) loaded.generated(facts.emailLocalPart());
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 1.4 * Ramp.between(value, 0.7, 1) : 0;
  }
}
