package io.flowshield.temporal;

import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.workflow.SagaLimits;

/**
 * What a saga must know of its realm.
 *
 * @param name as it stands in URLs
 * @param settings at this moment
 */
record RealmFacts(String name, RealmSettings settings) {
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
}
