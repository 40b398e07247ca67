package io.flowshield.training.typing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.behaviour.TypingDistance;
import io.flowshield.ml.telemetry.Telemetry.Stroke;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A2")
class TypistWorldTest {

  private record Seen(int owner, boolean impostor, List<Float> row) {}

  private static List<Seen> world(long seed) {
    List<Seen> seen = new ArrayList<>();
    new TypistWorld(seed, 40, 2, 8)
        .run(
            (owner, template, probe, impostor) -> {
              float[] row = new float[TypingDistance.NAMES.size()];
              TypingDistance.write(template, probe, row);
              List<Float> numbers = new ArrayList<>();
              for (float number : row) {
                numbers.add(number);
              }
              seen.add(new Seen(owner, impostor, numbers));
            });
    return seen;
  }

  @Test
  void equalSeedsAreEqualWorldsAndOthersAreNot() {
    assertThat(world(1)).isEqualTo(world(1)).isNotEqualTo(world(2));
  }

  @Test
  void othersAreFartherOffThanOwnersButNotAlways() {
    int near = TypingDistance.NAMES.indexOf("press_log.mean");
    double[] owners = distances(false, near);
    double[] others = distances(true, near);
    assertThat(owners).hasSameSizeAs(others);
    double rate = EqualErrorRate.of(owners, others);
    assertThat(rate).as("no easier and no harder than people are").isBetween(0.08, 0.4);
  }

  private static double[] distances(boolean impostors, int column) {
    return world(3).stream()
        .filter(seen -> seen.impostor() == impostors)
        .mapToDouble(seen -> seen.row().get(column))
        .toArray();
  }

  /** Within the range that Dhakal et al. (2018) report of 168,000 people. */
  @Test
  void paceIsThatOfPeople() {
    double[] flights = new double[300];
    for (int person = 0; person < flights.length; person++) {
      List<Stroke> strokes = new TypedPassword(person * 7919L).type(false);
      flights[person] =
          strokes.stream().skip(1).mapToInt(Stroke::flightMillis).average().orElseThrow();
    }
    Arrays.sort(flights);
    assertThat(flights[150]).as("median").isBetween(150.0, 400.0);
    assertThat(flights[15]).as("fast").isGreaterThan(60);
    assertThat(flights[285]).as("slow").isLessThan(1500);
  }

  @Test
  void aPasswordHasItsLengthWhoeverTypesIt() {
    TypedPassword password = new TypedPassword(5);
    assertThat(password.type(false)).hasSize(password.keys());
    assertThat(password.type(true)).hasSize(password.keys());
    assertThat(password.typedByOther(9, false, 3)).hasSize(password.keys());
    assertThat(new TypedPassword(5).type(false)).isEqualTo(new TypedPassword(5).type(false));
  }
}
