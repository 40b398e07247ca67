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
          new Split("train", 11, 120, false),
          new Split("validation", 22, 30, false),
          new Split("calibration", 33, 120, false),
          new Split("test", 44, 50, false));

  /** Those of the published model of registrations, which are far fewer in a realm. */
  static final Splits REGISTRATION =
      new Splits(
          new Split("train", 11, 140, false),
          new Split("validation", 22, 40, false),
          new Split("calibration", 33, 120, false),
          new Split("test", 44, 50, false));

  /**
   * What {@code -Pevaluate} measures: another world, with what was held out. At a prevalence of 0.1
   * % one of 6,000 honest sign-ups weighs a sixth of all fraud, so it takes many realms.
   */
  static final Split EVALUATION = new Split("evaluation", 55, 150, true);
}
