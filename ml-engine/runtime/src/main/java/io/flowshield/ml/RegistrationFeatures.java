package io.flowshield.ml;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.signal.AutomatedClient;
import io.flowshield.ml.signal.BadReputation;
import io.flowshield.ml.signal.BotTiming;
import io.flowshield.ml.signal.BreachedPassword;
import io.flowshield.ml.signal.ClientHintMismatch;
import io.flowshield.ml.signal.DataCentreNetwork;
import io.flowshield.ml.signal.DenyListed;
import io.flowshield.ml.signal.DisposableEmail;
import io.flowshield.ml.signal.FocusOrder;
import io.flowshield.ml.signal.GeneratedEmail;
import io.flowshield.ml.signal.HomoglyphName;
import io.flowshield.ml.signal.LookalikeSequence;
import io.flowshield.ml.signal.MixedScripts;
import io.flowshield.ml.signal.NameAgreement;
import io.flowshield.ml.signal.NetworkFailures;
import io.flowshield.ml.signal.PasswordSpraying;
import io.flowshield.ml.signal.PointerJumps;
import io.flowshield.ml.signal.PointerPath;
import io.flowshield.ml.signal.ProxyNetwork;
import io.flowshield.ml.signal.RandomEmail;
import io.flowshield.ml.signal.RealmRegistrationBurst;
import io.flowshield.ml.signal.RegistrationBurst;
import io.flowshield.ml.signal.SpamText;
import io.flowshield.ml.signal.TimeOnPage;
import io.flowshield.ml.signal.TorNetwork;
import io.flowshield.ml.signal.TypingCorrections;
import io.flowshield.ml.signal.VpnNetwork;
import io.flowshield.ml.signal.WeakPassword;
import java.util.List;

/** The features by which a registration is judged. */
public final class RegistrationFeatures {
  /** Signals and facts in the order of {@code registration-v2}, with no sub-model to ask. */
  public static final FeatureSet SET = with(SubModels.NONE);

  /** {@code registration-v2}. */
  public static final FeatureSchema SCHEMA = SET.schema();

  private RegistrationFeatures() {}

  /**
   * The features of one engine.
   *
   * @param models asked at each attempt, so that a model that is loaded later is heard
   */
  public static FeatureSet with(SubModels models) {
    return new FeatureSet(
        "registration",
        2,
        List.of(
            new RegistrationBurst(),
            new RealmRegistrationBurst(),
            new DisposableEmail(models.disposableDomains()),
            new RandomEmail(),
            new GeneratedEmail(models::localPart),
            new LookalikeSequence(),
            new NameAgreement(),
            new MixedScripts(),
            new HomoglyphName(),
            new TorNetwork(),
            new VpnNetwork(),
            new ProxyNetwork(),
            new DataCentreNetwork(),
            new BadReputation(),
            new DenyListed(),
            new ClientHintMismatch(),
            new AutomatedClient(),
            new BotTiming(),
            new NetworkFailures(),
            new PasswordSpraying(),
            new PointerJumps(),
            new PointerPath(),
            new FocusOrder(),
            new TypingCorrections(),
            new TimeOnPage(),
            new WeakPassword(),
            new BreachedPassword(),
            // Last, since it is slow: what a form holds must not leave the others without time.
            new SpamText(models::freeText)));
  }

  /** The numbers of a registration, without sub-models. */
  public static FeatureVector of(RiskContext context) {
    return SET.of(context);
  }
}
