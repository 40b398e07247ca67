package io.flowshield.ml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A1")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CalibrationTest {
  private static final double NINE_TO_ONE = Math.log(9);

  private static Calibration read(String json) throws Exception {
    return Calibration.fromJson(new ObjectMapper().readTree(json));
  }

  private static Calibration curve() throws Exception {
    return read(
        "{'method':'isotonic','x':[-2,2],'y':[0.1,0.9],'prevalence':0.5}".replace('\'', '"'));
  }

  @Test
  void a_curve_is_straight_in_log_odds_between_points_and_level_outside() throws Exception {
    assertThat(curve().logOdds(0)).isCloseTo(0, within(1e-12));
    assertThat(curve().logOdds(1)).isCloseTo(NINE_TO_ONE / 2, within(1e-12));
    assertThat(curve().logOdds(2)).isCloseTo(NINE_TO_ONE, within(1e-12));
    assertThat(curve().logOdds(50)).isCloseTo(NINE_TO_ONE, within(1e-12));
    assertThat(curve().logOdds(-50)).isCloseTo(-NINE_TO_ONE, within(1e-12));
  }

  @Test
  void a_unit_of_margin_is_worth_what_the_curve_rises() throws Exception {
    assertThat(curve().slope()).isCloseTo(NINE_TO_ONE / 2, within(1e-12));
  }

  @Test
  void another_prevalence_exchanges_the_prior_and_keeps_the_evidence() throws Exception {
    assertThat(curve().logOdds(2, 0.1)).isCloseTo(0, within(1e-12));
  }

  @Test
  void what_is_written_is_read_again() throws Exception {
    assertThat(read(curve().toJson().toString()).toJson()).isEqualTo(curve().toJson());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'method':'isotonic','x':[1,1],'y':[0.1,0.9],'prevalence':0.5}",
        "{'method':'isotonic','x':[1,2],'y':[0.9,0.1],'prevalence':0.5}",
        "{'method':'isotonic','x':[1,2],'y':[0.1,1],'prevalence':0.5}",
        "{'method':'isotonic','x':[1,2],'y':[0,0.9],'prevalence':0.5}",
        "{'method':'isotonic','x':[1,2],'y':[0.1],'prevalence':0.5}",
        "{'method':'isotonic','x':['1',2],'y':[0.1,0.9],'prevalence':0.5}",
        "{'method':'isotonic','x':{'0':1},'y':{'0':0.5},'prevalence':0.5}",
        "{'method':'isotonic','x':[],'y':[],'prevalence':0.5}",
        "{'method':'isotonic','x':[1,2],'y':[0.1,0.9],'prevalence':1}",
        "{'method':'isotonic','x':[1,2],'y':[0.1,0.9]}",
        "{'method':'beta','x':[1,2],'y':[0.1,0.9],'prevalence':0.5}"
      })
  void anything_else_is_refused(String json) {
    assertThatThrownBy(() -> read(json.replace('\'', '"')))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
