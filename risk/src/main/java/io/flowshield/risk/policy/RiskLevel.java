package io.flowshield.risk.policy;

/** Bands of the score, lowest first. */
public enum RiskLevel {
  LOW,
  MEDIUM,
  HIGH
}
