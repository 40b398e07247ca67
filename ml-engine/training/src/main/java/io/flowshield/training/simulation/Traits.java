package io.flowshield.training.simulation;

import io.flowshield.ml.context.Door;
import io.flowshield.ml.request.RequestFacts;
import java.util.Locale;

/**
 * What an account's owner has in common with others, for figures of fairness. Never a feature.
 *
 * @param region part of the world where the owner is at home
 * @param home whether the owner lives in the realm's own country
 * @param device class of the device, {@code application} at a direct grant
 * @param locale language that the device asks for, or that of the home country
 * @param input how the owner brings a password into a form
 */
public record Traits(String region, boolean home, String device, String locale, InputMethod input) {

  static Traits of(
      Country country, boolean home, Door door, RequestFacts request, InputMethod input) {
    return new Traits(
        country.region(),
        home,
        door == Door.DIRECT_GRANT
            ? "application"
            : request.userAgent().deviceClass().name().toLowerCase(Locale.ROOT),
        request.language().isEmpty() ? country.language() : request.language(),
        input);
  }
}
