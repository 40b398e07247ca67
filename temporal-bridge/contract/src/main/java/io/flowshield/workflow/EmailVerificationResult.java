package io.flowshield.workflow;

/** How the verification of an address ended. */
public enum EmailVerificationResult {
  VERIFIED,
  EXPIRED
}
