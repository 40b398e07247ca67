package io.flowshield.training.typing;

import io.flowshield.ml.telemetry.Telemetry.Stroke;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An imagined person's password and the hands that type it, for the traffic simulator: on keys and
 * on glass they have a rhythm each, which changes slowly.
 */
public final class TypedPassword {
  private final Secret secret;
  private final Random random;
  private final Typist.Habit onKeys;
  private final Typist.Habit onGlass;

  /**
   * @param seed of this person; equal seeds type the same
   */
  public TypedPassword(long seed) {
    random = new Random(seed);
    secret = Secret.draw(random);
    onKeys = typist(random, Typist.Board.KEYS).habit(secret, random.nextInt(200), random);
    onGlass = typist(random, Typist.Board.GLASS).habit(secret, random.nextInt(200), random);
  }

  /** Keys of the password. */
  public int keys() {
    return secret.keys().size();
  }

  /** The owner types it. */
  public List<Stroke> type(boolean glass) {
    return strokes(glass ? onGlass : onKeys);
  }

  /**
   * Somebody else who knows it types it.
   *
   * @param seed of that person
   * @param practice times they have typed it before
   */
  public List<Stroke> typedByOther(long seed, boolean glass, int practice) {
    Random other = new Random(seed);
    Typist typist = typist(other, glass ? Typist.Board.GLASS : Typist.Board.KEYS);
    return strokes(typist.habit(secret, practice, other));
  }

  /** The simulator has its own people with assistive input: they do not type. */
  private static Typist typist(Random random, Typist.Board board) {
    Typist typist = new Typist(random, board, Typist.Variation.SIMULATED);
    while (typist.isAssisted()) {
      typist = new Typist(random, board, Typist.Variation.SIMULATED);
    }
    return typist;
  }

  private static List<Stroke> strokes(Typist.Habit habit) {
    double[][] times = habit.times();
    List<Stroke> strokes = new ArrayList<>();
    for (int i = 0; i < times[0].length; i++) {
      int flight = i == 0 ? 0 : (int) Math.round(1000 * times[1][i - 1]);
      strokes.add(new Stroke(flight, (int) Math.round(1000 * times[0][i])));
    }
    return strokes;
  }
}
