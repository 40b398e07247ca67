package io.flowshield.tests.doors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import java.time.Duration;
import java.util.Map;

/**
 * Puts the realm's thresholds where every attempt falls into one band, whatever the model says, and
 * back to their defaults.
 */
public final class RealmRisk implements AutoCloseable {
  private static final String MEDIUM = "flowshield.login.mediumThreshold";
  private static final String HIGH = "flowshield.login.highThreshold";
  private static final String REVIEW = "flowshield.registration.reviewThreshold";
  private static final String REFUSE = "flowshield.registration.refuseThreshold";
  private static final String ROLLBACK = "flowshield.registration.rollbackThreshold";
  private static final String EMAIL_EXPIRY = "flowshield.registration.emailExpirySeconds";
  private static final String REPORT_ONLY = "flowshield.reportOnly";

  private final AdminClient admin;

  private RealmRisk(AdminClient admin, Map<String, String> attributes) throws Exception {
    this.admin = admin;
    set(attributes);
  }

  /** Lets every login pass. */
  public static RealmRisk everyLoginLow(AdminClient admin) throws Exception {
    return new RealmRisk(admin, Map.of(MEDIUM, "1", HIGH, "1"));
  }

  /** Lets every login pass, and enforces nothing else either. */
  public static RealmRisk reportOnly(AdminClient admin) throws Exception {
    return new RealmRisk(admin, Map.of(MEDIUM, "1", HIGH, "1", REPORT_ONLY, "true"));
  }

  /** Challenges every login. */
  public static RealmRisk everyLoginMedium(AdminClient admin) throws Exception {
    return new RealmRisk(admin, Map.of(MEDIUM, "0", HIGH, "1"));
  }

  /** Refuses every login. */
  public static RealmRisk everyLoginHigh(AdminClient admin) throws Exception {
    return new RealmRisk(admin, Map.of(MEDIUM, "0", HIGH, "0"));
  }

  /** Refuses every login, and lets it pass all the same. */
  public static RealmRisk everyLoginHighInReportOnly(AdminClient admin) throws Exception {
    return new RealmRisk(admin, Map.of(MEDIUM, "0", HIGH, "0", REPORT_ONLY, "true"));
  }

  /** Challenges every login, and lets it pass all the same. */
  public static RealmRisk everyLoginMediumInReportOnly(AdminClient admin) throws Exception {
    return new RealmRisk(admin, Map.of(MEDIUM, "0", HIGH, "1", REPORT_ONLY, "true"));
  }

  /** Refuses every registration. */
  public static RealmRisk everyRegistrationRefused(AdminClient admin) throws Exception {
    return new RealmRisk(admin, Map.of(REFUSE, "0"));
  }

  /** Lets every registration pass. */
  public static RealmRisk everyRegistrationPasses(AdminClient admin) throws Exception {
    return new RealmRisk(admin, Map.of(REVIEW, "1", ROLLBACK, "1", REFUSE, "1"));
  }

  /** Lets every registration pass whose address is confirmed before long. */
  public static RealmRisk addressesConfirmedWithin(AdminClient admin, Duration life)
      throws Exception {
    return new RealmRisk(
        admin,
        Map.of(EMAIL_EXPIRY, "" + life.toSeconds(), REVIEW, "1", ROLLBACK, "1", REFUSE, "1"));
  }

  /** Holds every registration for review. */
  public static RealmRisk everyRegistrationReviewed(AdminClient admin) throws Exception {
    return new RealmRisk(admin, Map.of(REVIEW, "0", REFUSE, "1"));
  }

  /** Rolls every registration back whose score rises, however little. */
  public static RealmRisk everyRiseRolledBack(AdminClient admin) throws Exception {
    return new RealmRisk(admin, Map.of(ROLLBACK, "0", REVIEW, "1", REFUSE, "1"));
  }

  private void set(Map<String, String> attributes) throws Exception {
    ObjectNode realm = (ObjectNode) admin.get("");
    attributes.forEach(realm.withObject("/attributes")::put);
    admin.send("PUT", "", realm.toString());
  }

  @Override
  public void close() throws Exception {
    set(
        Map.of(
            MEDIUM,
            "0.30",
            HIGH,
            "0.85",
            REVIEW,
            "0.60",
            ROLLBACK,
            "0.80",
            REFUSE,
            "0.85",
            REPORT_ONLY,
            "false",
            EMAIL_EXPIRY,
            "86400"));
  }
}
