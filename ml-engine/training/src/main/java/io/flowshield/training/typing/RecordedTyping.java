package io.flowshield.training.typing;

import io.flowshield.ml.behaviour.TypingSample;
import io.flowshield.ml.behaviour.TypingTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Measures the recipe on recorded people, cross-validated: the trees that judge a fold's owners
 * have seen none of them. Each person is an owner once; the equal error rate is theirs, and the
 * figure is the mean over people, as in Killourhy and Maxion (DSN 2009).
 */
final class RecordedTyping {
  private static final int FOLDS = 5;
  private static final int HALF = 200;

  /**
   * The error rates of a protocol.
   *
   * @param recipe of each owner, impostors are all others
   * @param heldOut the same with impostors that the trees have not seen either
   * @param scaledManhattan of each owner by the yardstick, impostors are all others
   */
  record Result(List<Double> recipe, List<Double> heldOut, List<Double> scaledManhattan) {}

  private final List<List<TypingSample>> people;
  private final long seed;
  private final List<Integer> order = new ArrayList<>();

  RecordedTyping(List<List<TypingSample>> people, long seed) {
    this.people = people;
    this.seed = seed;
    for (int i = 0; i < people.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
  }

  private int fold(int person) {
    return order.indexOf(person) % FOLDS;
  }

  /**
   * @param recipe how the trees are grown
   * @param enrolments numbers of first typings that owners are known by
   * @param impostorsFrom first typing of each impostor
   * @param impostorsTo behind the last
   */
  Map<Integer, Result> measure(
      TypingRecipe recipe, List<Integer> enrolments, int impostorsFrom, int impostorsTo)
      throws XGBoostError {
    Map<Integer, Result> results = new LinkedHashMap<>();
    for (int enrolment : enrolments) {
      results.put(enrolment, new Result(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }
    for (int fold = 0; fold < FOLDS; fold++) {
      int held = fold;
      List<List<TypingSample>> known =
          order.stream().filter(person -> fold(person) != held).map(people::get).toList();
      List<Booster> boosters = recipe.train(known, seed + fold);
      try {
        for (int owner = 0; owner < people.size(); owner++) {
          if (fold(owner) == fold) {
            for (Map.Entry<Integer, Result> result : results.entrySet()) {
              judge(
                  owner, boosters, result.getKey(), impostorsFrom, impostorsTo, result.getValue());
            }
          }
        }
      } finally {
        boosters.forEach(Booster::dispose);
      }
    }
    return results;
  }

  private void judge(
      int owner,
      List<Booster> boosters,
      int enrolment,
      int impostorsFrom,
      int impostorsTo,
      Result result)
      throws XGBoostError {
    List<TypingSample> own = people.get(owner);
    List<TypingSample> enrolled = own.subList(0, enrolment);
    List<TypingSample> later = own.subList(HALF, own.size());
    List<TypingSample> all = new ArrayList<>();
    List<TypingSample> held = new ArrayList<>();
    for (int other = 0; other < people.size(); other++) {
      if (other != owner) {
        List<TypingSample> attempts = people.get(other).subList(impostorsFrom, impostorsTo);
        all.addAll(attempts);
        if (fold(other) == fold(owner)) {
          held.addAll(attempts);
        }
      }
    }
    TypingTemplate template = new TypingTemplate(enrolled);
    double[] honest = margins(boosters, template, later);
    result.recipe().add(EqualErrorRate.of(honest, margins(boosters, template, all)));
    result.heldOut().add(EqualErrorRate.of(honest, margins(boosters, template, held)));
    result
        .scaledManhattan()
        .add(EqualErrorRate.of(manhattan(enrolled, later), manhattan(enrolled, all)));
  }

  private static double[] margins(
      List<Booster> boosters, TypingTemplate template, List<TypingSample> probes)
      throws XGBoostError {
    TypingRows rows = TypingRows.ofDistances();
    rows.add(template, probes, true);
    double[] sums = new double[probes.size()];
    for (Booster booster : boosters) {
      double[] margins = rows.margins(booster);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += margins[i];
      }
    }
    return sums;
  }

  static double[] manhattan(List<TypingSample> enrolled, List<TypingSample> probes) {
    return probes.stream()
        .mapToDouble(probe -> TypingTemplate.scaledManhattan(enrolled, probe))
        .toArray();
  }
}
