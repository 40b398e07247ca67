package io.flowshield.risk.store;

import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.Reason;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.request.Network;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.RiskLevel;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision as it is kept. Holds no mail address, no full network address, no telemetry.
 *
 * @param id UUID
 * @param realmId realm
 * @param userId whose attempt it was; null for a refused registration
 * @param time when it was taken
 * @param door where
 * @param clientId client id of the application, null when there was none
 * @param score in [0, 1]
 * @param level under the thresholds of that time
 * @param action what the flow was asked to do
 * @param reportOnly true when it was recorded only
 * @param reasons strongest first
 * @param model name of the model that judged
 * @param modelVersion its version
 * @param fallback why the rules judged; null when a model did
 * @param vector the numbers that were judged
 * @param latencyMicros time the judgement took
 * @param addressKey keyed hash of the address
 * @param network truncated address, /24 or /48
 * @param networkKind what sort of network it is
 * @param label what it was, as somebody said since; null when nobody did
 * @param disowned when its user said that it was somebody else; null when that was never said
 * @param trustedDevice true when a trusted device stood in for the second factor that it asked for
 */
public record Decision(
    String id,
    String realmId,
    @Nullable String userId,
    Instant time,
    Door door,
    @Nullable String clientId,
    double score,
    RiskLevel level,
    Action action,
    boolean reportOnly,
    List<Reason> reasons,
    String model,
    String modelVersion,
    @Nullable String fallback,
    FeatureVector vector,
    long latencyMicros,
    String addressKey,
    String network,
    Network.Kind networkKind,
    @Nullable Label label,
    @Nullable Instant disowned,
    boolean trustedDevice) {

  /** A decision that was just taken, of which nobody can have said anything. */
  public Decision(
      String id,
      String realmId,
      @Nullable String userId,
      Instant time,
      Door door,
      @Nullable String clientId,
      double score,
      RiskLevel level,
      Action action,
      boolean reportOnly,
      List<Reason> reasons,
      String model,
      String modelVersion,
      @Nullable String fallback,
      FeatureVector vector,
      long latencyMicros,
      String addressKey,
      String network,
      Network.Kind networkKind) {
    this(
        id,
        realmId,
        userId,
        time,
        door,
        clientId,
        score,
        level,
        action,
        reportOnly,
        reasons,
        model,
        modelVersion,
        fallback,
        vector,
        latencyMicros,
        addressKey,
        network,
        networkKind,
        null,
        null,
        false);
  }
}
