package io.flowshield.ml.behaviour;

import static io.flowshield.ml.Attempts.reporting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
import io.flowshield.ml.model.StoredModel;
import io.flowshield.ml.model.TreeEnsemble;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.ProfileCodec;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.signal.UnfamiliarTyping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("A2")
class TypingModelTest {
  private static final int KEYS = 11;

  private final Random random = new Random(3);

  private static TypingModel published() throws ModelRefusedException {
    return TypingModel.load(store());
  }

  private static ModelStore store() {
    Path models = Path.of(System.getProperty("user.dir")).resolve("../../models");
    assumeTrue(
        Files.isDirectory(models.resolve("behavioral_auth/typing")),
        "models/behavioral_auth/typing is not published yet: ./mvnw -Ptrain"
            + " -Dflowshield.only=typing");
    return new ModelStore(models, ModelTrust.HASHES_ONLY);
  }

  @Test
  void weightIsAlmostNothingUnderTenSamplesAndGrows() {
    assertThat(TypingModel.weight(9)).isLessThan(0.1);
    assertThat(TypingModel.weight(20)).isCloseTo(0.5, within(1e-9));
    assertThat(TypingModel.weight(TypingBaseline.MAX_SAMPLES)).isGreaterThan(0.9);
    for (int n = 1; n < TypingBaseline.MAX_SAMPLES; n++) {
      assertThat(TypingModel.weight(n + 1)).isGreaterThan(TypingModel.weight(n));
    }
  }

  /** Whatever the network says of somebody who is known by few samples, the trees alone judge. */
  @Test
  void theNetworkHasItsSayByTheEvidence() throws Exception {
    StoredModel stored = store().read(ModelGroup.BEHAVIORAL_AUTH, TypingModel.NAME);
    TypingModel convicts = with(stored, 20);
    TypingModel acquits = with(stored, -20);
    double few = 0;
    double many = 0;
    for (int person = 0; person < 20; person++) {
      TypingSample probe = Typings.of(person, KEYS, random);
      TypingTemplate known = new TypingTemplate(Typings.of(person, KEYS, 5, random));
      TypingTemplate wellKnown = new TypingTemplate(Typings.of(person, KEYS, 50, random));
      few += convicts.logOdds(known, probe) - acquits.logOdds(known, probe);
      many += convicts.logOdds(wellKnown, probe) - acquits.logOdds(wellKnown, probe);
    }
    assertThat(many / 20).as("known by 50").isGreaterThan(0.5);
    assertThat(few / 20).as("known by 5").isBetween(0.0, 0.1);
  }

  private static TypingModel with(StoredModel stored, float networkSays) throws Exception {
    int width = TypingSequence.WIDTH;
    SequenceEncoder network =
        new SequenceEncoder(
            width, 1, new float[4 * width], new float[4], new float[4], new float[1], networkSays);
    return new TypingModel(
        TreeEnsemble.read(stored.file(TypingModel.TREES)),
        TreeEnsemble.read(stored.file(TypingModel.TREES_ALONE)),
        network,
        1,
        0);
  }

  @Test
  void whatTheNetworkChangesCountsByTheEvidence() {
    assertThat(TypingModel.margin(3, 1, 9)).isCloseTo(1, within(0.03));
    assertThat(TypingModel.margin(20, 1, 9)).isCloseTo(5, within(1e-9));
    assertThat(TypingModel.margin(TypingBaseline.MAX_SAMPLES, 1, 9)).isCloseTo(8.5, within(0.1));
  }

  @Test
  void thePublishedModelTellsTheOwnerFromOthers() throws ModelRefusedException {
    TypingModel model = published();
    int right = 0;
    for (int person = 0; person < 40; person++) {
      TypingBaseline owner = Typings.baseline(person, KEYS, 60, random);
      float own = model.evidence(owner, Typings.of(person, KEYS, random));
      float other = model.evidence(owner, Typings.of(person + 1000, KEYS, random));
      assertThat(other).isBetween(-TypingModel.LIMIT, TypingModel.LIMIT);
      right += own < 0 ? 1 : 0;
      right += other > 0 ? 1 : 0;
    }
    assertThat(right).isGreaterThan(72);
  }

  @Test
  void aNewcomerIsHardlyJudged() throws ModelRefusedException {
    TypingModel model = published();
    TypingSample other = Typings.of(7, KEYS, random);
    assertThat(model.evidence(Typings.baseline(1, KEYS, 2, random), other)).isNaN();
    assertThat(Math.abs(model.evidence(Typings.baseline(1, KEYS, 9, random), other)))
        .isLessThan(0.1f * TypingModel.LIMIT);
    assertThat(model.evidence(Typings.baseline(1, KEYS + 1, 50, random), other)).isNaN();
  }

  @Test
  void withoutAModelThereIsNoSignal(@TempDir Path empty) {
    assertThatThrownBy(() -> TypingModel.load(new ModelStore(empty, ModelTrust.HASHES_ONLY)))
        .isInstanceOf(ModelRefusedException.class);
    UnfamiliarTyping signal = new UnfamiliarTyping(() -> null);
    assertThat(signal.value(reporting(Typings.telemetry("password", Typings.of(1, KEYS, random)))))
        .isNaN();
    assertThat(signal.logOdds(Float.NaN)).isZero();
    assertThat(signal.logOdds(4)).isEqualTo(2);
    assertThat(signal.logOdds(-4)).isEqualTo(-1);
  }

  /** From the form to the profile, through its bytes, to the next form. */
  @Test
  void whatLoginsTaughtIsHeardAtTheNextOne() throws ModelRefusedException {
    TypingModel model = published();
    UnfamiliarTyping signal = new UnfamiliarTyping(() -> model);
    RiskContext login = reporting(Typings.telemetry("password", Typings.of(1, KEYS, random)));
    LoginProfile profile = login.profile();
    assertThat(signal.value(login)).as("nothing learnt yet").isNaN();
    for (int i = 0; i < 40; i++) {
      profile =
          ProfileLearner.learn(
              profile, login.request(), Double.NaN, Typings.of(1, KEYS, random), login.time());
    }
    LoginProfile known = ProfileCodec.decodeProfile(ProfileCodec.encode(profile)).value();
    assertThat(known.typing()).isEqualTo(profile.typing());
    assertThat(signal.value(with(login, known, Typings.of(1, KEYS, random)))).isNegative();
    assertThat(signal.value(with(login, known, Typings.of(9, KEYS, random)))).isGreaterThan(1);
    LoginProfile changed = ProfileLearner.forgetTyping(known);
    assertThat(signal.value(with(login, changed, Typings.of(9, KEYS, random)))).isNaN();
    assertThat(changed.logins()).isEqualTo(known.logins());
  }

  private static RiskContext with(RiskContext login, LoginProfile profile, TypingSample typed) {
    return new RiskContext(
        login.time(),
        login.door(),
        login.request(),
        login.client(),
        profile,
        login.population(),
        login.counters(),
        Typings.telemetry("password", typed),
        login.registration());
  }
}
