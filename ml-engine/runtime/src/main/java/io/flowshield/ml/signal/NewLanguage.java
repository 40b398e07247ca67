package io.flowshield.ml.signal;

import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RiskContext;

/**
 * 1 when the browser asks for a language (the first of {@code Accept-Language}) that the user has
 * never completed a login with, else 0. Missing when it names none, when no language of the user's
 * is known, and at a direct grant, where programs send none.
 *
 * <p>Rule: 0.1.
 *
 * <p>Inputs: door, request.language, profile.languages.
 *
 * <p>Source: Alaca and van Oorschot, "Device Fingerprinting for Augmenting Web Authentication"
 * (ACSAC 2016); the weight is ours.
 */
public final class NewLanguage implements Signal {

  @Override
  public String code() {
    return "NEW_LANGUAGE";
  }

  @Override
  public float value(RiskContext context) {
    String language = context.request().language();
    if (language.isEmpty()
        || context.door() == Door.DIRECT_GRANT
        || context.profile().languages().isEmpty()) {
      return Float.NaN;
    }
    return context.profile().languages().containsKey(language) ? 0 : 1;
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 0.1 : 0;
  }
}
