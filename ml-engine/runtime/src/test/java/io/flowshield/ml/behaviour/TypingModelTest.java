package io.flowshield.ml.behaviour;

import static io.flowshield.ml.Attempts.reporting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
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
    Path models = Path.of(System.getProperty("user.dir")).resolve("../../models");
    assumeTrue(
        Files.isDirectory(models.resolve("behavioral_auth/typing")),
        "models/behavioral_auth/typing is not published yet: ./mvnw -Ptrain"
            + " -Dflowshield.only=typing");
    return TypingModel.load(new ModelStore(models, ModelTrust.HASHES_ONLY));
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
