package io.flowshield.risk.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One decision. Written by plain JDBC, read through this. */
@Entity
@Table(name = "FS_RISK_DECISION")
class DecisionEntity {
  @Id
  @Column(name = "ID")
  String id = "";

  @Column(name = "REALM_ID")
  String realmId = "";

  @Column(name = "USER_ID")
  @Nullable String userId;

  @Column(name = "TAKEN_MS")
  long takenMillis;

  @Column(name = "DOOR")
  String door = "";

  @Column(name = "CLIENT_ID")
  @Nullable String clientId;

  @Column(name = "SCORE")
  double score;

  @Column(name = "RISK_LEVEL")
  String level = "";

  @Column(name = "RISK_ACTION")
  String action = "";

  @Column(name = "REPORT_ONLY")
  boolean reportOnly;

  @Column(name = "REASONS")
  @Nullable String reasons;

  @Column(name = "MODEL")
  String model = "";

  @Column(name = "MODEL_VERSION")
  String modelVersion = "";

  @Column(name = "FALLBACK")
  @Nullable String fallback;

  @Column(name = "FEATURE_SCHEMA")
  String schema = "";

  @Column(name = "FEATURES")
  @Nullable String features;

  @Column(name = "LATENCY_MICROS")
  long latencyMicros;

  @Column(name = "ADDRESS_KEY")
  @Nullable String addressKey;

  @Column(name = "NETWORK")
  @Nullable String network;

  @Column(name = "NETWORK_KIND")
  @Nullable String networkKind;

  /** When the login that it let through completed; null while it has not. */
  @Column(name = "COMPLETED_MS")
  @Nullable Long completedMillis;

  @Column(name = "LABEL")
  @Nullable String label;

  @Column(name = "LABEL_SOURCE")
  @Nullable String labelSource;

  @Column(name = "LABEL_BY")
  @Nullable String labelBy;

  @Column(name = "LABEL_MS")
  @Nullable Long labelMillis;

  /** When its user said that it was somebody else; null when that was never said. */
  @Column(name = "DISOWNED_MS")
  @Nullable Long disownedMillis;

  /** What its login taught the profile; null when nothing, or when that was taken back. */
  @Column(name = "LEARNT")
  @Nullable String learnt;

  /** True when a trusted device stood in for the second factor that it asked for. */
  @Column(name = "TRUSTED_DEVICE")
  @Nullable Boolean trustedDevice;
}
