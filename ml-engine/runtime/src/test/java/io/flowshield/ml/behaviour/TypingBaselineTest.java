package io.flowshield.ml.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.request.UserAgent.DeviceClass;
import io.flowshield.ml.telemetry.Telemetry;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A2")
class TypingBaselineTest {
  private static final int KEYS = 11;

  private final Random random = new Random(1);

  @Test
  void keepsTheLastTypingsOnlyAndStaysSmall() {
    TypingBaseline baseline = Typings.baseline(1, TypingSample.MAX_STROKES, 500, random);
    assertThat(baseline.samples()).isEqualTo(TypingBaseline.MAX_SAMPLES);
    assertThat(baseline.encoded().length()).isLessThan(4400);
    TypingSample last = Typings.of(2, TypingSample.MAX_STROKES, random);
    List<TypingSample> typings = baseline.learn(last).typings();
    assertThat(typings.get(typings.size() - 1).view(TypingSample.DWELL)[3])
        .isCloseTo(last.view(TypingSample.DWELL)[3], within(0.02f * 0.16f));
  }

  @Test
  void timesKeepTheirValueToTwoPercent() {
    for (float seconds = 0.003f; seconds < 9; seconds *= 1.01f) {
      float back = TimeCode.seconds(TimeCode.of(seconds) & 0xff);
      assertThat(back).isCloseTo(seconds, within(0.018f * seconds));
    }
    assertThat(TimeCode.of(0)).isZero();
    assertThat(TimeCode.seconds(TimeCode.of(1e6f) & 0xff)).isCloseTo(10, within(0.001f));
  }

  @Test
  void readsBackWhatItWrote() {
    TypingBaseline baseline = Typings.baseline(1, KEYS, 7, random);
    assertThat(TypingBaseline.decoded(baseline.encoded()))
        .isEqualTo(baseline)
        .hasSameHashCodeAs(baseline);
    TypingBaseline doubted = baseline.learn(Typings.of(1, KEYS + 1, random));
    assertThat(TypingBaseline.decoded(doubted.encoded())).isEqualTo(doubted).isNotEqualTo(baseline);
    assertThat(baseline.toString()).isEqualTo("TypingBaseline[7 typings of 11 keys]");
  }

  @Property
  void readsNothingElse(@ForAll byte[] bytes) {
    TypingBaseline read = TypingBaseline.decoded(Base64.getEncoder().encodeToString(bytes));
    if (read != null) {
      assertThat(Base64.getDecoder().decode(read.encoded())).isEqualTo(bytes);
      assertThat(read.template().samples()).isEqualTo(read.samples());
    }
    assertThat(TypingBaseline.decoded("§")).isNull();
  }

  @Test
  void twoLoginsInARowWithAnotherLengthAreANewPassword() {
    TypingBaseline baseline = Typings.baseline(1, KEYS, 7, random);
    TypingBaseline once = baseline.learn(Typings.of(1, 9, random));
    assertThat(once.samples()).isEqualTo(7);
    assertThat(once.learn(Typings.of(1, KEYS, random)).samples()).isEqualTo(8);
    TypingBaseline twice = once.learn(Typings.of(1, 9, random));
    assertThat(twice.samples()).isEqualTo(1);
    assertThat(twice.strokes()).isEqualTo(9);
  }

  @Test
  void devicesAreApartAndProgramsTeachNothing() {
    TypingSample typed = Typings.of(1, KEYS, random);
    TypingHabits habits = TypingHabits.NONE.learn(typed, DeviceClass.DESKTOP);
    assertThat(habits.like(typed, DeviceClass.MOBILE)).isNull();
    assertThat(habits.like(typed, DeviceClass.DESKTOP)).isNotNull();
    assertThat(habits.like(Typings.of(1, 9, random), DeviceClass.DESKTOP)).isNull();
    assertThat(habits.learn(typed, DeviceClass.AUTOMATION)).isEqualTo(habits);
  }

  @Test
  void whatWasNotTypedByHandIsNeutral() {
    Telemetry typed = Typings.telemetry("password", Typings.of(1, KEYS, random));
    assertThat(TypingHabits.typed(typed)).isNotNull();
    assertThat(TypingHabits.typed(Telemetry.ABSENT)).isNull();
    assertThat(TypingHabits.typed(Typings.telemetry("username", Typings.of(1, KEYS, random))))
        .isNull();
    assertThat(TypingHabits.typed(Typings.telemetry("password", Typings.of(1, 5, random))))
        .isNull();
    assertThat(changed(typed, f -> new Telemetry.Field(f.name(), f.strokes(), 1, false, 0)))
        .isNull();
    assertThat(changed(typed, f -> new Telemetry.Field(f.name(), f.strokes(), 0, true, 0)))
        .isNull();
    assertThat(changed(typed, f -> new Telemetry.Field(f.name(), f.strokes(), 0, false, 2)))
        .isNull();
    assertThat(
            changed(
                typed,
                f ->
                    new Telemetry.Field(
                        f.name(),
                        f.strokes().stream()
                            .map(s -> new Telemetry.Stroke(s.flightMillis(), 0))
                            .toList(),
                        0,
                        false,
                        0)))
        .isNull();
  }

  private static TypingSample changed(Telemetry telemetry, UnaryOperator<Telemetry.Field> change) {
    return TypingHabits.typed(
        new Telemetry(
            telemetry.status(),
            telemetry.timeOnPageMillis(),
            telemetry.fields().stream().map(change).toList(),
            telemetry.pointerMoves(),
            telemetry.pointerDistance(),
            false));
  }
}
