package io.flowshield.risk.learning;

import io.micrometer.core.instrument.Metrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Counts what went wrong or got lost without failing anybody: as metrics and for the health page.
 * Logs the first of a kind and then one in a thousand, because what fails once fails at every
 * login.
 */
public final class Losses {
  private static final Logger LOG = Logger.getLogger("io.flowshield.risk");
  private static final int LOG_EVERY = 1000;

  private final ConcurrentMap<Kind, LongAdder> counts = new ConcurrentHashMap<>();

  /** What can go wrong. */
  public enum Kind {
    TELEMETRY_PRESENT("flowshield.telemetry.present"),
    TELEMETRY_ABSENT("flowshield.telemetry.absent"),
    TELEMETRY_INVALID("flowshield.telemetry.invalid"),
    DECISIONS("flowshield.decisions"),
    DECISION_NOT_STORED("flowshield.decisions.not.stored"),
    PROFILE_NOT_READ("flowshield.profiles.not.read"),
    LEARNING_LOST("flowshield.learning.lost"),
    SIGNALS_NOT_STORED("flowshield.signals.not.stored"),
    ASSESSMENT_FAILED("flowshield.assessments.failed"),
    PASSWORD_NOT_JUDGED("flowshield.passwords.not.judged"),
    LEAKED_PASSWORD("flowshield.passwords.leaked"),
    BURST_NOT_TOLD("flowshield.bursts.not.told"),
    ALERTS_SENT("flowshield.alerts.sent"),
    ALERTS_OVER_LIMIT("flowshield.alerts.over.limit"),
    ALERT_NOT_SENT("flowshield.alerts.not.sent"),
    RESET_MAIL_NOT_SENT("flowshield.reset.mails.not.sent"),
    LOGINS_DISOWNED("flowshield.logins.disowned"),
    SESSIONS_JUDGED("flowshield.sessions.judged"),
    SESSIONS_ENDED("flowshield.sessions.ended"),
    SESSION_NOT_ENDED("flowshield.sessions.not.ended"),
    SIGNALS_RECEIVED("flowshield.signals.received"),
    SIGNALS_REFUSED("flowshield.signals.refused"),
    SIGNALS_UNMATCHED("flowshield.signals.unmatched"),
    TRANSMITTER_KEYS_NOT_FETCHED("flowshield.transmitter.keys.not.fetched"),
    SESSION_NOT_JUDGED("flowshield.sessions.not.judged"),
    REQUIREMENTS_ENFORCED("flowshield.requirements.enforced"),
    REQUIREMENTS_REPORTED("flowshield.requirements.reported"),
    RISK_NOT_TOLD("flowshield.risks.not.told"),
    REQUIREMENT_NOT_READ("flowshield.requirements.not.read"),
    CAPTURE_CHOICE_NOT_READ("flowshield.capture.choices.not.read"),
    TRUSTED_DEVICES_USED("flowshield.trusted.devices.used"),
    TRUSTED_DEVICE_NOT_READ("flowshield.trusted.devices.not.read"),
    TRUSTED_DEVICE_NOT_STORED("flowshield.trusted.devices.not.stored");

    private final String metric;

    Kind(String metric) {
      this.metric = metric;
    }
  }

  /** Counts something that is no fault. */
  public void count(Kind kind) {
    counts.computeIfAbsent(kind, key -> new LongAdder()).increment();
    Metrics.globalRegistry.counter(kind.metric).increment();
  }

  /** Counts a fault. */
  public void count(Kind kind, Throwable cause) {
    count(kind);
    long times = of(kind);
    if (times % LOG_EVERY == 1) {
      LOG.warnf(cause, "%s, %d times since the start", kind, times);
    }
  }

  private long of(Kind kind) {
    LongAdder count = counts.get(kind);
    return count == null ? 0 : count.sum();
  }

  /** Counts since the start, by kind in lower case. */
  public Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      all.put(kind.name().toLowerCase(java.util.Locale.ROOT), of(kind));
    }
    return all;
  }
}
