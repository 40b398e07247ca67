package io.flowshield.risk.policy;

/**
 * Where the score's bands begin; each in [0, 1].
 *
 * @param medium login score from which the level is MEDIUM
 * @param high login score from which the level is HIGH
 * @param verify registration score from which the level is MEDIUM
 * @param review registration score from which the saga holds for review
 * @param refuse registration score from which the form refuses
 */
public record Thresholds(double medium, double high, double verify, double review, double refuse) {

  /** Those that a realm has set. */
  public static Thresholds of(RealmSettings settings) {
    return new Thresholds(
        settings.mediumThreshold(),
        settings.highThreshold(),
        settings.verifyThreshold(),
        settings.reviewThreshold(),
        settings.refuseThreshold());
  }

  /** The same with another one for challenges of logins. */
  public Thresholds withMedium(double score) {
    return new Thresholds(score, high, verify, review, refuse);
  }
}
