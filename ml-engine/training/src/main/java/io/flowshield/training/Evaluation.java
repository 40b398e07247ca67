package io.flowshield.training;

import java.util.List;
import java.util.Set;

/** Measures published models, or a recipe, on data that no training has seen. Deterministic. */
public interface Evaluation {

  /**
   * What its measures' names begin with, for example {@code keystroke}; each is a word for {@code
   * -Dflowshield.only}.
   */
  Set<String> subjects();

  /**
   * @throws MissingDataException when there is nothing to measure on
   */
  List<Measure> measure(Workshop workshop) throws Exception;
}
