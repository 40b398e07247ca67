package io.flowshield.training.email;

import io.flowshield.ml.email.LocalPartModel;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.signal.RandomEmail;
import io.flowshield.ml.text.FreeTextModel;
import io.flowshield.ml.text.SentenceEmbedder;
import io.flowshield.training.Evaluation;
import io.flowshield.training.Measure;
import io.flowshield.training.Workshop;
import io.flowshield.training.email.LocaleNames.Part;
import io.flowshield.training.email.Programs.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures the model of local parts on people of languages and programs with words that no training
 * has seen, and with one family of programs that none has seen either. The baseline is the formula
 * of {@link RandomEmail}. Intervals are bootstrapped, locale by locale. {@code
 * email.local_part.auc} is the worst family of five; chains of the names of the held-out languages
 * themselves are measured beside them.
 */
public final class EmailEvaluation implements Evaluation {
  static final long SEED = 901;

  private static final int PEOPLE_PER_LOCALE = 1000;
  private static final int PROGRAMS = 5000;
  private static final int RESAMPLES = 200;
  private static final int TEXTS = 400;
  private static final long LOAD_SECONDS = 120;
  private static final double FALSE_POSITIVES = 0.05;
  private static final String PREFIX = "email.local_part.";
  private static final String DATA = "names and words of net.datafaker 2.7.0";
  private static final List<String> NAME_FILES =
      List.of("email/female_names.txt", "email/male_names.txt", "email/surnames.txt");

  @Override
  public Set<String> subjects() {
    return Set.of("email");
  }

  @Override
  public List<Measure> measure(Workshop workshop) throws Exception {
    ModelStore store = workshop.store();
    LocalPartModel model = LocalPartModel.load(store);
    String sha256 = store.read(ModelGroup.NLP_MODELS, LocalPartModel.NAME).sha256();
    Corpus corpus = new Corpus(LocaleNames.of(Part.EVALUATION), Vocabulary.read().evaluation());
    List<Measure> measures = new ArrayList<>(held(model, corpus, sha256));
    Path data = workshop.data();
    if (data != null && NAME_FILES.stream().allMatch(f -> Files.isRegularFile(data.resolve(f)))) {
      measures.addAll(listed(model, corpus, data));
    } else {
      workshop.out().println("email: no lists of names in the data folder, measured without them");
    }
    measures.addAll(texts(store));
    return measures;
  }

  /** How well advertising and gibberish are told from what people write in a profile. */
  private static List<Measure> texts(ModelStore store)
      throws ModelRefusedException, InterruptedException {
    if (!SentenceEmbedder.shared().await(LOAD_SECONDS)) {
      return List.of();
    }
    FreeTextModel model = FreeTextModel.load(store);
    ProfileTexts texts = new ProfileTexts(SEED + 3, 1, Vocabulary.read().evaluation());
    double[] ordinary = spam(model, texts::ordinary);
    List<Measure> measures = new ArrayList<>();
    measures.add(text("email.free_text.auc.advertising", ordinary, model, texts::advertising));
    measures.add(text("email.free_text.auc.gibberish", ordinary, model, texts::gibberish));
    return measures;
  }

  private static Measure text(
      String name, double[] ordinary, FreeTextModel model, Supplier<String> source) {
    double[] bad = spam(model, source);
    Random random = new Random(SEED);
    double[] resampled = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      resampled[i] = auc(resample(ordinary, random), resample(bad, random));
    }
    return new Measure(
        name,
        auc(ordinary, bad),
        quantile(resampled, 0.025),
        quantile(resampled, 0.975),
        null,
        "texts written down in ProfileTexts and net.datafaker 2.7.0",
        model.sha256(),
        "held-out sentences",
        SEED);
  }

  private static double[] spam(FreeTextModel model, Supplier<String> source) {
    double[] scores = new double[TEXTS];
    for (int i = 0; i < TEXTS; i++) {
      double score = model.spam(List.of(source.get()));
      scores[i] = Double.isNaN(score) ? 0 : score;
    }
    return scores;
  }

  /** Scores of people by locale and of programs by family. */
  private record Scores(Map<String, double[]> people, Map<Family, double[]> programs) {

    double[] allPeople() {
      return people.values().stream().flatMapToDouble(Arrays::stream).toArray();
    }
  }

  private static List<Measure> held(LocalPartModel model, Corpus corpus, String sha256) {
    People people = new People(SEED, corpus.words());
    Map<String, List<String>> natural = new LinkedHashMap<>();
    for (LocaleNames names : corpus.locales()) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < PEOPLE_PER_LOCALE; i++) {
        parts.add(people.localPart(names));
      }
      natural.put(names.locale(), parts);
    }
    Map<Family, List<String>> generated = programs(corpus);
    Scores ours = scores(natural, generated, model::logOdds);
    Scores rule = scores(natural, generated, RandomEmail::randomness);
    List<Measure> measures = new ArrayList<>();
    Measure worst = null;
    for (Family family : Family.values()) {
      Measure auc =
          auc(
              PREFIX + "auc." + lower(family),
              ours,
              rule,
              family,
              DATA,
              sha256,
              "held-out locales");
      measures.add(auc);
      if (family == Family.MARKOV_NAMES) {
        continue;
      }
      worst = worst == null || auc.value() < worst.value() ? auc : worst;
    }
    double ruleWorst = 1;
    for (Family family : Family.values()) {
      if (family != Family.MARKOV_NAMES) {
        ruleWorst = Math.min(ruleWorst, auc(rule.allPeople(), rule.programs().get(family)));
      }
    }
    if (worst != null) {
      measures.add(
          new Measure(
              PREFIX + "auc",
              worst.value(),
              worst.low(),
              worst.high(),
              ruleWorst,
              DATA + ", the worst of five families",
              sha256,
              "held-out locales",
              SEED));
    }
    double threshold = quantile(ours.allPeople(), 1 - FALSE_POSITIVES);
    double ruleThreshold = quantile(rule.allPeople(), 1 - FALSE_POSITIVES);
    ours.programs()
        .forEach(
            (family, scores) ->
                measures.add(
                    rate(
                        PREFIX + "tpr." + lower(family),
                        scores,
                        threshold,
                        share(rule.programs().get(family), ruleThreshold),
                        sha256)));
    ours.people()
        .forEach(
            (locale, scores) ->
                measures.add(
                    rate(
                        PREFIX + "fpr." + locale,
                        scores,
                        threshold,
                        share(rule.people().get(locale), ruleThreshold),
                        sha256)));
    return measures;
  }

  private static List<Measure> listed(LocalPartModel model, Corpus corpus, Path data)
      throws IOException {
    Set<String> first = new TreeSet<>();
    first.addAll(lines(data.resolve(NAME_FILES.get(0)), 1000));
    first.addAll(lines(data.resolve(NAME_FILES.get(1)), 1000));
    List<String> last = lines(data.resolve(NAME_FILES.get(2)), 20_000);
    StringBuilder hashes = new StringBuilder();
    for (String file : NAME_FILES) {
      hashes.append(ModelStore.sha256(Files.readAllBytes(data.resolve(file))));
    }
    String sha256 =
        ModelStore.sha256(hashes.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    People people = new People(SEED + 2, corpus.words());
    LocaleNames names = new LocaleNames("us", List.copyOf(first), last);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < PROGRAMS; i++) {
      parts.add(people.localPart(names));
    }
    Map<String, List<String>> natural = Map.of("us", parts);
    Map<Family, List<String>> generated = programs(corpus);
    Scores ours = scores(natural, generated, model::logOdds);
    Scores rule = scores(natural, generated, RandomEmail::randomness);
    List<Measure> measures = new ArrayList<>();
    for (Family family : Family.values()) {
      measures.add(
          auc(
              PREFIX + "us_names.auc." + lower(family),
              ours,
              rule,
              family,
              "email/*names.txt of the data folder",
              sha256,
              "all"));
    }
    return measures;
  }

  private static List<String> lines(Path file, int most) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.trim().toLowerCase(Locale.ROOT))
        .filter(line -> line.matches("[a-z]{2,20}"))
        .limit(most)
        .toList();
  }

  private static Map<Family, List<String>> programs(Corpus corpus) {
    Programs programs = new Programs(SEED + 1, corpus.words(), corpus.names());
    Map<Family, List<String>> generated = new LinkedHashMap<>();
    for (Family family : Family.values()) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < PROGRAMS; i++) {
        parts.add(programs.localPart(family));
      }
      generated.put(family, parts);
    }
    return generated;
  }

  private static Scores scores(
      Map<String, List<String>> natural,
      Map<Family, List<String>> generated,
      ToDoubleFunction<String> score) {
    Map<String, double[]> people = new LinkedHashMap<>();
    natural.forEach((locale, parts) -> people.put(locale, scores(parts, score)));
    Map<Family, double[]> programs = new LinkedHashMap<>();
    generated.forEach((family, parts) -> programs.put(family, scores(parts, score)));
    return new Scores(people, programs);
  }

  /** What the model says nothing of counts as natural, as it does at a registration. */
  private static double[] scores(List<String> parts, ToDoubleFunction<String> score) {
    return parts.stream()
        .mapToDouble(score)
        .map(value -> Double.isNaN(value) ? -100 : value)
        .toArray();
  }

  private static Measure auc(
      String name,
      Scores ours,
      Scores rule,
      Family family,
      String data,
      String sha256,
      String split) {
    double[] programs = ours.programs().getOrDefault(family, new double[0]);
    Random random = new Random(SEED);
    double[] resampled = new double[RESAMPLES];
    List<double[]> locales = List.copyOf(ours.people().values());
    for (int i = 0; i < RESAMPLES; i++) {
      List<double[]> drawn = new ArrayList<>();
      for (int k = 0; k < locales.size(); k++) {
        drawn.add(resample(locales.get(random.nextInt(locales.size())), random));
      }
      double[] people = drawn.stream().flatMapToDouble(Arrays::stream).toArray();
      resampled[i] = auc(people, resample(programs, random));
    }
    return new Measure(
        name,
        auc(ours.allPeople(), programs),
        quantile(resampled, 0.025),
        quantile(resampled, 0.975),
        auc(rule.allPeople(), rule.programs().get(family)),
        data,
        sha256,
        split,
        SEED);
  }

  private static double[] resample(double[] values, Random random) {
    double[] drawn = new double[values.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = values[random.nextInt(values.length)];
    }
    return drawn;
  }

  /** Area under the curve: how often a program scores above a person, ties count half. */
  static double auc(double[] people, double @Nullable [] programs) {
    if (programs == null || programs.length == 0 || people.length == 0) {
      return Double.NaN;
    }
    double[] sorted = people.clone();
    Arrays.sort(sorted);
    double[] others = programs.clone();
    Arrays.sort(others);
    double sum = 0;
    int below = 0;
    int upTo = 0;
    for (double score : others) {
      while (below < sorted.length && sorted[below] < score) {
        below++;
      }
      upTo = Math.max(upTo, below);
      while (upTo < sorted.length && sorted[upTo] <= score) {
        upTo++;
      }
      sum += below + (upTo - below) / 2.0;
    }
    return sum / people.length / programs.length;
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
  }

  private static double share(double @Nullable [] scores, double threshold) {
    return scores == null
        ? Double.NaN
        : (double) Arrays.stream(scores).filter(s -> s > threshold).count() / scores.length;
  }

  private static Measure rate(
      String name, double[] scores, double threshold, double reference, String sha256) {
    double p = share(scores, threshold);
    double n = scores.length;
    double z = 1.959964;
    double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    double spread = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    return new Measure(
        name,
        p,
        centre - spread,
        centre + spread,
        reference,
        DATA + ", at 5 % of all people",
        sha256,
        "held-out locales",
        SEED);
  }

  private static String lower(Family family) {
    return family.name().toLowerCase(Locale.ROOT);
  }
}
