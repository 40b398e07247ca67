package io.flowshield.risk.lint;

import io.flowshield.risk.policy.Thresholds;
import java.util.List;

/**
 * What the linter looks at.
 *
 * @param flows that something uses
 * @param registrationAllowed whether people may register
 * @param resetAllowed whether people may reset forgotten passwords
 * @param providers how many identity providers there are
 * @param providersWithoutPostFlow how many of them name no post login flow
 * @param pendingAction whether new accounts can be held until their saga has ended
 * @param listener whether our event listener is among the realm's
 * @param events whether the realm stores events
 * @param bruteForce whether Keycloak's own brute-force detection is on
 * @param reportOnly who is in report-only mode: the realm, or applications
 * @param thresholds as they count now
 * @param invalid attributes whose values count as not set
 * @param unusableModels models that do not judge, with the reason
 * @param proxy what the server makes of forwarded requests
 */
record RealmView(
    List<BoundFlow> flows,
    boolean registrationAllowed,
    boolean resetAllowed,
    int providers,
    int providersWithoutPostFlow,
    boolean pendingAction,
    boolean listener,
    boolean events,
    boolean bruteForce,
    List<String> reportOnly,
    Thresholds thresholds,
    List<String> invalid,
    List<String> unusableModels,
    Proxy proxy) {

  /**
   * The server's view of proxies.
   *
   * @param headers value of the option {@code proxy-headers}; empty when it is not set
   * @param trusted value of {@code proxy-trusted-addresses}; empty when it is not set
   * @param seen whether this very request carries a proxy's headers
   */
  record Proxy(String headers, String trusted, boolean seen) {}
}
