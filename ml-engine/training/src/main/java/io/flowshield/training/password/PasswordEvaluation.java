package io.flowshield.training.password;

import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.StoredModel;
import io.flowshield.ml.password.PasswordAssessment;
import io.flowshield.ml.password.PasswordContext;
import io.flowshield.ml.password.PasswordModel;
import io.flowshield.training.Evaluation;
import io.flowshield.training.Measure;
import io.flowshield.training.MissingDataException;
import io.flowshield.training.Workshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Leaked passwords that neither zxcvbn nor the training has seen against generated strings of the
 * same length and the same class of character at each place. Both estimators judge the same pairs.
 */
public final class PasswordEvaluation implements Evaluation {
  private static final Workshop.DataFile LEAKED =
      new Workshop.DataFile(
          "password/zxcvbn-counts.txt",
          "leaked passwords with counts",
          "https://github.com/dropbox/zxcvbn, data/passwords.txt, MIT");
  private static final long SEED = 7;
  private static final String SIGNS = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
  private static final String SPLIT =
      "in neither zxcvbn's lists nor the training, each with a generated string";

  /** What judges: the product's estimate, or one of its two parts. */
  private enum Estimator {
    COMBINED("", PasswordAssessment::log10Guesses),
    MODEL("model.", PasswordAssessment::modelLog10Guesses),
    ZXCVBN("zxcvbn.", PasswordAssessment::zxcvbnLog10Guesses);

    private final String name;
    private final ToDoubleFunction<PasswordAssessment> guesses;

    Estimator(String name, ToDoubleFunction<PasswordAssessment> guesses) {
      this.name = name;
      this.guesses = guesses;
    }

    double[] of(List<PasswordAssessment> assessments) {
      return assessments.stream().mapToDouble(guesses).toArray();
    }
  }

  @Override
  public Set<String> subjects() {
    return Set.of("password");
  }

  @Override
  public List<Measure> measure(Workshop workshop)
      throws IOException, MissingDataException, ModelRefusedException {
    Path file = workshop.require(LEAKED);
    PasswordModel model = PasswordModel.load(workshop.store());
    List<String> leaked = unseen(Files.readAllLines(file));
    SplittableRandom random = new SplittableRandom(SEED);
    List<PasswordAssessment> real = new ArrayList<>();
    List<PasswordAssessment> generated = new ArrayList<>();
    for (String password : leaked) {
      real.add(model.assess(password, PasswordContext.NONE));
      generated.add(model.assess(like(password, random), PasswordContext.NONE));
    }
    String data = leaked.size() + " of " + LEAKED.path();
    String sha256 = ModelStore.sha256(Files.readAllBytes(file));
    List<Measure> measures = new ArrayList<>();
    Pairs zxcvbn = pairs(Estimator.ZXCVBN, real, generated);
    for (Estimator estimator : List.of(Estimator.COMBINED, Estimator.MODEL)) {
      Pairs pairs = pairs(estimator, real, generated);
      String prefix = "password.holdout." + estimator.name;
      measures.add(measure(prefix + "auc", pairs.auc(), zxcvbn.auc().value(), data, sha256));
      measures.add(
          measure(
              prefix + "paired_auc", pairs.pairedAuc(), zxcvbn.pairedAuc().value(), data, sha256));
      for (int strength : new int[] {6, 8, 10}) {
        measures.add(
            measure(
                prefix + "over_1e" + strength,
                pairs.over(strength),
                zxcvbn.over(strength).value(),
                data,
                sha256));
      }
    }
    measures.add(modelBytes(workshop));
    return measures;
  }

  private static Pairs pairs(
      Estimator estimator, List<PasswordAssessment> real, List<PasswordAssessment> generated) {
    return new Pairs(estimator.of(real), estimator.of(generated));
  }

  private static Measure measure(
      String name, Pairs.Estimate estimate, double reference, String data, String sha256) {
    return new Measure(
        name,
        estimate.value(),
        estimate.low(),
        estimate.high(),
        reference,
        data,
        sha256,
        SPLIT,
        SEED);
  }

  private static Measure modelBytes(Workshop workshop) throws ModelRefusedException {
    StoredModel stored = workshop.store().read(ModelGroup.PASSWORD_ANALYSIS, PasswordModel.NAME);
    long bytes = 0;
    for (String file : stored.files()) {
      bytes += stored.file(file).length;
    }
    return new Measure(
        "password.model_bytes",
        bytes,
        null,
        null,
        null,
        "models/" + stored.name().path(),
        stored.sha256(),
        "-",
        0);
  }

  /** The passwords of a file of {@code password count} that nobody here has seen. */
  static List<String> unseen(List<String> lines) {
    PasswordCorpus corpus = PasswordCorpus.whole();
    Set<String> seen = new HashSet<>(corpus.everyWord());
    seen.addAll(PasswordTrainer.all(corpus));
    List<String> unseen = new ArrayList<>();
    for (String line : lines) {
      String password = line.strip().replaceFirst("\\s+\\d+$", "");
      if (!password.isEmpty() && !seen.contains(password.toLowerCase(Locale.ROOT))) {
        unseen.add(password);
      }
    }
    return unseen;
  }

  /** A string of the same length with a character of the same class at each place. */
  static String like(String password, SplittableRandom random) {
    StringBuilder generated = new StringBuilder(password.length());
    for (int i = 0; i < password.length(); i++) {
      char c = password.charAt(i);
      if (Character.isUpperCase(c)) {
        generated.append((char) random.nextInt('A', 'Z' + 1));
      } else if (Character.isLetter(c)) {
        generated.append((char) random.nextInt('a', 'z' + 1));
      } else if (Character.isDigit(c)) {
        generated.append((char) random.nextInt('0', '9' + 1));
      } else {
        generated.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
      }
    }
    return generated.toString();
  }
}
