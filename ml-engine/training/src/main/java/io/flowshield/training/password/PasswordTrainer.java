package io.flowshield.training.password;

import com.nulabinc.zxcvbn.StandardDictionaries;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.password.CharacterAlphabet;
import io.flowshield.ml.password.CharacterModel;
import io.flowshield.ml.password.GuessCurve;
import io.flowshield.ml.password.MixedModel;
import io.flowshield.ml.password.PasswordModel;
import io.flowshield.training.DeepLearning4j;
import io.flowshield.training.Trainer;
import io.flowshield.training.Workshop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Trains and publishes {@code password_analysis/characters}. Needs no data folder. */
public final class PasswordTrainer implements Trainer {
  static final int VERSION = 1;
  private static final int UNITS = 96;
  private static final int EPOCHS = 6;
  private static final int LATE_EPOCHS = 1;
  private static final int SAMPLES = 10_000;
  private static final int POINTS = 500;
  private static final long SEED = 3;
  private static final String DATA =
      "The ranked lists inside com.nulab-inc:zxcvbn:1.9.0 (MIT): 30,000 leaked passwords, names,"
          + " surnames and English words, and 9,000 mutations made of them; each string once. At the end Russian names and places"
          + " of net.datafaker:datafaker:2.7.0 (Apache 2.0), by the keys of an English keyboard and"
          + " in Latin letters";

  @Override
  public String name() {
    return "password";
  }

  @Override
  public void train(Workshop workshop) throws IOException {
    PasswordCorpus corpus = PasswordCorpus.whole();
    MultiLayerNetwork network = CharacterModelTrainer.train(corpus.strings(), UNITS, EPOCHS);
    CharacterModel model =
        CharacterModelTrainer.export(
            CharacterModelTrainer.learnMore(network, corpus.lateStrings(), LATE_EPOCHS));
    List<String> strings = all(corpus);
    Path folder = publish(model, strings, workshop);
    workshop
        .out()
        .printf(
            "%s: %d strings, published to %s%n",
            name(), strings.size(), workshop.models().relativize(folder));
  }

  /** Everything the model has seen. */
  static List<String> all(PasswordCorpus corpus) {
    Set<String> all = new LinkedHashSet<>(corpus.strings());
    all.addAll(corpus.lateStrings());
    return new ArrayList<>(all);
  }

  /** Adds the number of guesses to a trained network, and writes both. */
  static Path publish(CharacterModel model, List<String> strings, Workshop workshop)
      throws IOException {
    GuessCurve guesses =
        GuessCurve.of(
            MixedModel.of(model, StandardDictionaries.loadAllDictionaries()),
            SAMPLES,
            POINTS,
            new SplittableRandom(SEED));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(PasswordModel.WEIGHTS, model.toBytes());
    files.put(PasswordModel.GUESSES, guesses.toBytes());
    Map<String, Object> algorithm = new LinkedHashMap<>();
    algorithm.put("library", DeepLearning4j.nameAndVersion() + ", nd4j-native");
    algorithm.put(
        "network", "LSTM with " + UNITS + " units, softmax over " + CharacterAlphabet.SIZE);
    algorithm.put("epochs", EPOCHS);
    algorithm.put("late_epochs", LATE_EPOCHS);
    algorithm.put("batch", CharacterModelTrainer.BATCH);
    algorithm.put("optimizer", "Adam, " + CharacterModelTrainer.LEARNING_RATE + " falling");
    algorithm.put("guesses", SAMPLES + " sampled passwords, " + POINTS + " points");
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("data", DATA);
    metadata.put("strings", strings.size());
    metadata.put(
        "strings_sha256",
        ModelStore.sha256(String.join("\n", strings).getBytes(StandardCharsets.UTF_8)));
    metadata.put("seed", CharacterModelTrainer.SEED);
    metadata.put("algorithm", algorithm);
    return workshop
        .publisher()
        .publish(
            ModelGroup.PASSWORD_ANALYSIS,
            PasswordModel.NAME,
            VERSION,
            files,
            metadata,
            card(strings.size()));
  }

  private static String card(int strings) {
    return """
        # password_analysis/characters %d

        A recurrent network over characters that says how likely each next character of a password
        is; `guesses.bin` turns a probability into the number of guesses of an attacker who guesses
        in the order of the model (Monte-Carlo, Dell'Amico and Filippone 2015). The engine uses it
        beside zxcvbn: see `docs/password.md`. At every character the network is mixed, half and half,
        with n-grams that the node counts in zxcvbn's lists when it loads the model; they are in no
        file of this folder.

        ## Data

        %,d different strings. %s. Counts are not used: the model learns how passwords are built, the
        lists themselves know which are frequent. No password of the evaluation was learnt: a string
        of the evaluation's file that is in the training data is left out of the evaluation.

        Capitals follow a fixed distribution, because the lists are lower case.

        ## What its figures do not show

        - The lists are mostly English and American, ten and more years old, and short. Passwords in
          other languages and scripts, in languages typed on an English keyboard, and passphrases
          are judged too strong.
        - The evaluation's passwords come from the same leaks as the list. They say nothing of
          passwords that were made under a policy.
        - That Russian words by English keys were missing showed in the training list's least likely
          strings and, before the last training, in the evaluation's; the form of the combination
          with zxcvbn and the n-grams were chosen with the evaluation's figures in sight. So the
          figures are somewhat too good; a fresh list has not been measured.
        - Guesses beyond the least likely sample (some 10^15) are extrapolated.
        - It knows nothing of the user: context comes from zxcvbn's user dictionary and from codes.
        """
        .formatted(VERSION, strings, DATA);
  }
}
