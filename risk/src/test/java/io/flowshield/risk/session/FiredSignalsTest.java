package io.flowshield.risk.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.Reason;
import io.flowshield.ml.RiskAssessment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C2")
class FiredSignalsTest {

  @Test
  void reasonsCountWithWhatTheyAddedAndOtherSignalsThatFiredWithNothing() {
    float[] values = new float[LoginFeatures.SCHEMA.names().size()];
    Arrays.fill(values, Float.NaN);
    FeatureVector vector =
        new FeatureVector(LoginFeatures.SCHEMA, values)
            .with("tor_network", 1)
            .with("new_device", 1)
            .with("vpn_network", 0);
    RiskAssessment assessment =
        new RiskAssessment(
            0.5, List.of(new Reason("NEW_DEVICE", 1.25)), "login", "1", null, vector, 10);

    FiredSignals fired = FiredSignals.of(assessment);

    assertThat(fired).hasToString("NEW_DEVICE=1.2500,TOR_NETWORK=0.0000");
    assertThat(FiredSignals.parse(fired.toString())).isEqualTo(fired);
  }

  @Test
  void everySignalThatAModelMayNameCanBeChosen() {
    assertThat(FiredSignals.codes())
        .contains("NEW_DEVICE", "TOR_NETWORK", "DENY_LISTED")
        .doesNotHaveDuplicates()
        .isSorted();
  }
}
