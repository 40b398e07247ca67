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
 * The recipe of the shipped model's trees, grown on some recorded people to judge others: which of
 * their typings are learnt as owners and which as impostors.
 *
 * @param enrolments stretches of typings that templates are made of
 * @param ownersFrom first of a person's typings that is asked about
 * @param ownerProbes how many of those, drawn without repetition
 * @param impostorsFrom first typing of the others that is used against the owner
 * @param impostorsTo behind the last of them
 * @param impostorProbes how many of those from each person
 * @param lastTen whether each person's last ten join them
 */
record TypingRecipe(
    List<Enrolment> enrolments,
    int ownersFrom,
    int ownerProbes,
    int impostorsFrom,
    int impostorsTo,
    int impostorProbes,
    boolean lastTen) {

  private static final int ROUNDS = 300;
  private static final int LAST = 10;

  /** Typings {@code from} to {@code from + count}. */
  record Enrolment(int from, int count) {}

  /** The benchmark's own protocol: impostors are new to the password. */
  static final TypingRecipe OFFICIAL =
      new TypingRecipe(
          List.of(
              new Enrolment(0, 8),
              new Enrolment(0, 10),
              new Enrolment(0, 12),
              new Enrolment(0, 200)),
          200,
          200,
          0,
          5,
          5,
          false);

  /** Impostors who have practised, an owner with few samples. */
  static final TypingRecipe PRACTISED_FEW =
      new TypingRecipe(
          List.of(new Enrolment(0, 8), new Enrolment(0, 10), new Enrolment(0, 12)),
          200,
          200,
          380,
          400,
          12,
          false);

  /** Impostors who have practised, an owner with many samples. */
  static final TypingRecipe PRACTISED_MANY =
      new TypingRecipe(
          List.of(
              new Enrolment(0, 200),
              new Enrolment(40, 200),
              new Enrolment(20, 150),
              new Enrolment(0, 120),
              new Enrolment(100, 200)),
          0,
          100,
          200,
          400,
          8,
          true);

  /** Trees that learnt from these people: two ensembles, whose margins are added. */
  List<Booster> train(List<List<TypingSample>> people, long seed) throws XGBoostError {
    Random random = new Random(seed);
    TypingRows rows = TypingRows.ofDistances();
    for (List<TypingSample> owner : people) {
      for (Enrolment enrolment : enrolments) {
        int end = enrolment.from() + enrolment.count();
        TypingTemplate template = new TypingTemplate(owner.subList(enrolment.from(), end));
        int from = Math.max(end, ownersFrom);
        rows.add(template, draw(owner.subList(from, owner.size()), ownerProbes, random), false);
        for (List<TypingSample> other : people) {
          if (other != owner) {
            rows.add(
                template,
                draw(other.subList(impostorsFrom, impostorsTo), impostorProbes, random),
                true);
            if (lastTen) {
              rows.add(template, other.subList(other.size() - LAST, other.size()), true);
            }
          }
        }
      }
    }
    return List.of(
        rows.train(parameters(seed), ROUNDS), rows.train(parameters(seed + 1000), ROUNDS));
  }

  private static List<TypingSample> draw(List<TypingSample> from, int count, Random random) {
    if (from.size() <= count) {
      return from;
    }
    List<TypingSample> shuffled = new ArrayList<>(from);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, count);
  }

  static Map<String, Object> parameters(long seed) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("objective", "binary:logistic");
    parameters.put("tree_method", "hist");
    parameters.put("max_bin", 128);
    parameters.put("max_depth", 4);
    parameters.put("eta", 0.05);
    parameters.put("min_child_weight", 40);
    parameters.put("lambda", 10);
    parameters.put("subsample", 0.5);
    parameters.put("colsample_bytree", 0.3);
    parameters.put("seed", seed);
    parameters.put("nthread", 2);
    parameters.put("verbosity", 0);
    return parameters;
  }
}
