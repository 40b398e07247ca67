package io.flowshield.temporal;

import io.flowshield.risk.policy.AdaptiveSettings;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.workflow.AdaptiveLimits;
import io.flowshield.workflow.SagaLimits;

/**
 * What a workflow must know of its realm.
 *
 * @param name as it stands in URLs
 * @param settings at this moment
 * @param adaptive at this moment
 */
record RealmFacts(String name, RealmSettings settings, AdaptiveSettings adaptive) {
  /** Messages after which a watch goes on with a new history; each adds a handful of events. */
  private static final int MESSAGES_PER_RUN = 500;

  private static final double NEVER = 2;

  /** Limits for a saga that starts now. In report-only mode no score holds it or rolls it back. */
  SagaLimits limits() {
    return new SagaLimits(
        settings.emailExpiry().toSeconds(),
        settings.reviewTimeout().toSeconds(),
        settings.verifyThreshold(),
        settings.reportOnly() ? NEVER : settings.reviewThreshold(),
        settings.reportOnly() ? NEVER : settings.rollbackThreshold());
  }

  /** Limits for a watch that starts now. In report-only mode it blocks nobody. */
  AdaptiveLimits adaptiveLimits() {
    return new AdaptiveLimits(
        settings.mediumThreshold(),
        settings.highThreshold(),
        settings.reportOnly() ? NEVER : adaptive.blockThreshold(),
        adaptive.halfLife().toSeconds(),
        adaptive.reviewTimeout().toSeconds(),
        MESSAGES_PER_RUN);
  }
}
