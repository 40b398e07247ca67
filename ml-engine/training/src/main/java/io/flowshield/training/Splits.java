package io.flowshield.training;

/**
 * The parts of the simulated world that one training uses.
 *
 * @param train the trees grow on it
 * @param validation decides when they stop growing
 * @param calibration turns their margins into probabilities
 * @param test measures the result; decides nothing
 */
record Splits(Split train, Split validation, Split calibration, Split test) {

  /** Those of the published model of logins. */
  static final Splits LOGIN =
      new Splits(
          new Split("train", 11, 45, false),
          new Split("validation", 22, 10, false),
          new Split("calibration", 33, 25, false),
          new Split("test", 44, 12, false));

  /** Those of the published model of registrations, which are far fewer in a realm. */
  static final Splits REGISTRATION =
      new Splits(
          new Split("train", 11, 90, false),
          new Split("validation", 22, 20, false),
          new Split("calibration", 33, 60, false),
          new Split("test", 44, 30, false));

  /** What {@code -Pevaluate} measures: another world, with what was held out. */
  static final Split EVALUATION = new Split("evaluation", 55, 50, true);
}
