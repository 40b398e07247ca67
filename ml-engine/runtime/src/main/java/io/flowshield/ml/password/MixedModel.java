package io.flowshield.ml.password;

import com.nulabinc.zxcvbn.StandardDictionaries;
import com.nulabinc.zxcvbn.matchers.Dictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The network and the n-grams, each believed by half at every character. Thread-safe. */
public final class MixedModel implements PasswordDistribution {
  private static final int LETTERS = 26;

  private final CharacterModel network;
  private final NgramModel ngrams;

  public MixedModel(CharacterModel network, NgramModel ngrams) {
    this.network = network;
    this.ngrams = ngrams;
  }

  /** With n-grams of zxcvbn's lists: leaked passwords count five times as much as words. */
  public static MixedModel of(CharacterModel network, List<Dictionary> dictionaries) {
    List<List<String>> lists = new ArrayList<>();
    List<Float> weights = new ArrayList<>();
    for (Dictionary dictionary : dictionaries) {
      lists.add(dictionary.getFrequencies());
      weights.add(dictionary.getName().equals(StandardDictionaries.PASSWORDS) ? 1f : 0.2f);
    }
    return new MixedModel(network, NgramModel.of(lists, weights));
  }

  @Override
  public double log10Probability(CharSequence password) {
    int[] symbols = CharacterAlphabet.symbols(password, CharacterModel.LONGEST);
    CharacterModel.State state = network.start();
    double[] counted = new double[CharacterAlphabet.SIZE];
    double sum = LetterCase.log10Probability(password, CharacterModel.LONGEST);
    int last = password.length() <= CharacterModel.LONGEST ? symbols.length : symbols.length - 1;
    for (int i = 0; i <= last; i++) {
      state.step(i == 0 ? CharacterAlphabet.END : symbols[i - 1]);
      ngrams.next(symbols, i, counted);
      int symbol = i < symbols.length ? symbols[i] : CharacterAlphabet.END;
      sum += log10(state, counted, symbol);
    }
    return sum;
  }

  private static double log10(CharacterModel.State state, double[] counted, int symbol) {
    double log = Math.log10((state.probability(symbol) + counted[symbol]) / 2);
    return symbol == CharacterAlphabet.OTHER ? log - CharacterModel.LOG10_OTHERS : log;
  }

  @Override
  public double sample(RandomGenerator random) {
    int[] symbols = new int[CharacterModel.LONGEST + 1];
    CharacterModel.State state = network.start();
    double[] counted = new double[CharacterAlphabet.SIZE];
    int letters = 0;
    double sum = 0;
    for (int i = 0; i <= CharacterModel.LONGEST; i++) {
      state.step(i == 0 ? CharacterAlphabet.END : symbols[i - 1]);
      ngrams.next(symbols, i, counted);
      int symbol = CharacterAlphabet.END;
      double u = random.nextDouble();
      for (int s = 0; s < counted.length; s++) {
        u -= (state.probability(s) + counted[s]) / 2;
        if (u < 0) {
          symbol = s;
          break;
        }
      }
      sum += log10(state, counted, symbol);
      if (symbol == CharacterAlphabet.END) {
        break;
      }
      letters += symbol < LETTERS ? 1 : 0;
      symbols[i] = symbol;
    }
    return sum + LetterCase.sample(letters, random);
  }

  @Override
  public String toString() {
    return "MixedModel[" + network + "]";
  }
}
