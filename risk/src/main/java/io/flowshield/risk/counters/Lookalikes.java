package io.flowshield.risk.counters;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.email.LookalikeWindow;
import java.time.Instant;

/**
 * The patterns of the addresses that registered lately, realm by realm, in this node's memory. At
 * most 1,000 realms are remembered. Thread-safe.
 */
public final class Lookalikes {
  private final Cache<String, LookalikeWindow> realms =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterAccess(LookalikeWindow.DEFAULT).build();

  /** The form with the count of addresses that look like its own, which is remembered. */
  public RegistrationFacts note(String realmId, RegistrationFacts form, Instant time) {
    return form.withLookalikes(
        realms
            .get(realmId, key -> new LookalikeWindow())
            .note(form.emailLocalPart(), form.emailDomain(), time));
  }

  /** How many addresses look like this one by now; it is not remembered. */
  public double count(String realmId, String localPart, String domain, Instant time) {
    LookalikeWindow window = realms.getIfPresent(realmId);
    return window == null ? 0 : window.count(localPart, domain, time);
  }
}
