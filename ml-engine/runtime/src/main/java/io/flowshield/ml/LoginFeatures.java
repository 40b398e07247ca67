package io.flowshield.ml;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.signal.AccountAge;
import io.flowshield.ml.signal.AccountLogins;
import io.flowshield.ml.signal.AutomatedClient;
import io.flowshield.ml.signal.BadReputation;
import io.flowshield.ml.signal.BotTiming;
import io.flowshield.ml.signal.ClientHintMismatch;
import io.flowshield.ml.signal.ConcurrentSessions;
import io.flowshield.ml.signal.CredentialChanges;
import io.flowshield.ml.signal.CredentialStuffing;
import io.flowshield.ml.signal.DataCentreNetwork;
import io.flowshield.ml.signal.DenyListed;
import io.flowshield.ml.signal.DirectGrant;
import io.flowshield.ml.signal.DormantAccount;
import io.flowshield.ml.signal.FailingNetworks;
import io.flowshield.ml.signal.FocusOrder;
import io.flowshield.ml.signal.FreemanLogin;
import io.flowshield.ml.signal.ImpossibleTravel;
import io.flowshield.ml.signal.ManyNetworks;
import io.flowshield.ml.signal.NetworkFailures;
import io.flowshield.ml.signal.NewBrowser;
import io.flowshield.ml.signal.NewCity;
import io.flowshield.ml.signal.NewCountry;
import io.flowshield.ml.signal.NewDevice;
import io.flowshield.ml.signal.NewLanguage;
import io.flowshield.ml.signal.NewNetwork;
import io.flowshield.ml.signal.PasswordSpraying;
import io.flowshield.ml.signal.PointerJumps;
import io.flowshield.ml.signal.PointerPath;
import io.flowshield.ml.signal.ProxyNetwork;
import io.flowshield.ml.signal.RecentFailures;
import io.flowshield.ml.signal.SensitiveClient;
import io.flowshield.ml.signal.SensitiveRole;
import io.flowshield.ml.signal.SlowRoundTrip;
import io.flowshield.ml.signal.TimeOnPage;
import io.flowshield.ml.signal.TorNetwork;
import io.flowshield.ml.signal.TypingCorrections;
import io.flowshield.ml.signal.UnfamiliarTyping;
import io.flowshield.ml.signal.UnusualForRealm;
import io.flowshield.ml.signal.UnusualForUser;
import io.flowshield.ml.signal.UnusualHour;
import io.flowshield.ml.signal.VpnNetwork;
import java.util.List;

/** The features by which a login is judged. */
public final class LoginFeatures {
  /** Signals and facts in the order of {@code login-v2}, with no sub-model to ask. */
  public static final FeatureSet SET = with(SubModels.NONE);

  /** {@code login-v2}. */
  public static final FeatureSchema SCHEMA = SET.schema();

  private LoginFeatures() {}

  /**
   * The features of one engine.
   *
   * @param models asked at each attempt, so that a model that is loaded later is heard
   */
  public static FeatureSet with(SubModels models) {
    return new FeatureSet(
        "login",
        2,
        List.of(
            new NewDevice(),
            new NewNetwork(),
            new NewCountry(),
            new ImpossibleTravel(),
            new UnusualHour(),
            new RecentFailures(),
            new FailingNetworks(),
            new NetworkFailures(),
            new PasswordSpraying(),
            new CredentialStuffing(),
            new NewBrowser(),
            new FreemanLogin(),
            new TorNetwork(),
            new VpnNetwork(),
            new ProxyNetwork(),
            new DataCentreNetwork(),
            new BadReputation(),
            new DenyListed(),
            new AutomatedClient(),
            new BotTiming(),
            new DormantAccount(),
            new SensitiveClient(),
            new SensitiveRole(),
            new NewCity(),
            new NewLanguage(),
            new ClientHintMismatch(),
            new ManyNetworks(),
            new CredentialChanges(),
            new ConcurrentSessions(),
            new SlowRoundTrip(),
            new AccountLogins(),
            new AccountAge(),
            new DirectGrant(),
            new UnfamiliarTyping(models::typing),
            new PointerJumps(),
            new PointerPath(),
            new FocusOrder(),
            new TypingCorrections(),
            new TimeOnPage(),
            new UnusualForUser(),
            new UnusualForRealm()));
  }

  /** The numbers of a login, without sub-models. */
  public static FeatureVector of(RiskContext context) {
    return SET.of(context);
  }
}
