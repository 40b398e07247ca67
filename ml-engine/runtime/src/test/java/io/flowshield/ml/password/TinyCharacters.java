package io.flowshield.ml.password;

import java.util.Random;

/** A character model of a few random weights, for tests that need no good one. */
final class TinyCharacters {
  private TinyCharacters() {}

  static CharacterModel model(int units, long seed) {
    Random random = new Random(seed);
    int symbols = CharacterAlphabet.SIZE;
    return new CharacterModel(
        weights(random, symbols * 4 * units),
        weights(random, units * 4 * units),
        weights(random, 4 * units),
        weights(random, units * symbols),
        weights(random, symbols));
  }

  private static float[] weights(Random random, int count) {
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }
}
