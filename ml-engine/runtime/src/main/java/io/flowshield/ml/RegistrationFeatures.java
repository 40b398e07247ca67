package io.flowshield.ml;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.signal.AnonymousNetwork;
import io.flowshield.ml.signal.AutomatedClient;
import io.flowshield.ml.signal.BotTiming;
import io.flowshield.ml.signal.DisposableEmail;
import io.flowshield.ml.signal.NetworkFailures;
import io.flowshield.ml.signal.PasswordSpraying;
import io.flowshield.ml.signal.RandomEmail;
import io.flowshield.ml.signal.RealmRegistrationBurst;
import io.flowshield.ml.signal.RegistrationBurst;
import java.util.List;

/** The features by which a registration is judged. */
public final class RegistrationFeatures {
  /** Signals in the order of {@code registration-v1}. */
  public static final FeatureSet SET =
      new FeatureSet(
          "registration",
          1,
          List.of(
              new RegistrationBurst(),
              new RealmRegistrationBurst(),
              new DisposableEmail(),
              new RandomEmail(),
              new AnonymousNetwork(),
              new AutomatedClient(),
              new BotTiming(),
              new NetworkFailures(),
              new PasswordSpraying()));

  /** {@code registration-v1}. */
  public static final FeatureSchema SCHEMA = SET.schema();

  private RegistrationFeatures() {}

  /** The numbers of a registration. */
  public static FeatureVector of(RiskContext context) {
    return SET.of(context);
  }
}
