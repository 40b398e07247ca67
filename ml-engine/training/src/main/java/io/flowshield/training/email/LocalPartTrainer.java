package io.flowshield.training.email;

import io.flowshield.ml.email.LocalPartFeatures;
import io.flowshield.ml.email.LocalPartModel;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.training.Trainer;
import io.flowshield.training.Workshop;
import io.flowshield.training.email.LocaleNames.Part;
import io.flowshield.training.email.Programs.Family;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Trains and publishes the model of local parts. */
public final class LocalPartTrainer implements Trainer {
  static final int VERSION = 1;
  static final long SEED = 1;
  static final Set<Family> TRAINED = EnumSet.complementOf(EnumSet.of(Family.RANDOM_TAIL));

  private static final int PER_FOLD = 8000;

  @Override
  public String name() {
    return "email";
  }

  @Override
  public void train(Workshop workshop) throws Exception {
    Vocabulary vocabulary = Vocabulary.read();
    List<LocaleNames> locales = new ArrayList<>(LocaleNames.of(Part.TRAINING));
    locales.addAll(LocaleNames.of(Part.VALIDATION));
    List<String> words = new ArrayList<>(vocabulary.training());
    words.addAll(vocabulary.validation());
    Corpus corpus = new Corpus(locales, words);
    LocalPartLearner.Learnt learnt = LocalPartLearner.learn(corpus, TRAINED, PER_FOLD, SEED);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(LocalPartModel.TABLES, LocalPartModel.bytes(learnt.tables()));
    files.put(LocalPartModel.TREES, learnt.trees());
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put(
        "data",
        "Local parts made from names and words of net.datafaker 2.7.0 (Apache 2.0), romanised with"
            + " the rules of Unicode CLDR, and from some 400 names written down here. No real"
            + " address is in it.");
    metadata.put("locales", locales.stream().map(LocaleNames::locale).sorted().toList());
    metadata.put("names", corpus.names().size());
    metadata.put("words", words.size());
    metadata.put("families", TRAINED.stream().map(Family::name).toList());
    metadata.put("examples", 2 * 5 * PER_FOLD);
    metadata.put("seed", SEED);
    metadata.put("features", LocalPartFeatures.NAMES);
    metadata.put("parameters", LocalPartLearner.parameters());
    workshop
        .publisher()
        .publish(
            ModelGroup.NLP_MODELS,
            LocalPartModel.NAME,
            VERSION,
            files,
            metadata,
            card(locales, corpus));
    workshop
        .out()
        .printf(
            "email: %d locales, %d names, %d words, %d bytes%n",
            locales.size(),
            corpus.names().size(),
            words.size(),
            files.values().stream().mapToInt(file -> file.length).sum());
  }

  private static String card(List<LocaleNames> locales, Corpus corpus) {
    return """
    # Model card: local_part 1

    How likely a program made the local part of a mail address, if as many were made by programs
    as by people. Boosted trees over %d features: the shape of the text, and how its letters run
    compared with names of %d languages and with English words.

    ## Data

    Made, not collected: names and words of net.datafaker (Apache 2.0), names of other scripts
    romanised by the rules of Unicode CLDR; Arabic, Persian, Hebrew, Thai, Japanese and Hindi
    names as written down in `RomanisedNames`. People's shapes (first.last, initials, years of
    birth, nicknames, roles, account numbers) and their shares are assumptions, see `People`.
    Programs: %s; see `Programs`.
    %d names, %d words. Each example's numbers come from tables that have seen neither its
    language nor its words (five folds).

    Locales: %s.

    ## Measured

    `./mvnw -Pevaluate -Dflowshield.only=email`: natural ones from whole languages that were held
    out, programs with words and chains of their own, and RANDOM_TAIL, a family never trained on.
    docs/email.md has the figures.

    ## What this does not show

    - How real people and real bots choose addresses. The shares of shapes are ours.
    - Anything about scripts other than Latin: the model says nothing there.
    - Fairness to every language: a language whose names look like no other's is doubted more.
      The false positive rates of held-out locales are part of the evaluation.
    - A bot that takes names from a list and writes them as people do looks like people.

    Intended use: one sign among others at a registration. Not intended to refuse anybody alone.
    """
        .formatted(
            LocalPartFeatures.NAMES.size(),
            locales.stream().map(LocaleNames::language).distinct().count(),
            TRAINED.stream().map(Family::name).collect(Collectors.joining(", ")),
            corpus.names().size(),
            corpus.words().size(),
            locales.stream().map(LocaleNames::locale).sorted().collect(Collectors.joining(", ")));
  }
}
