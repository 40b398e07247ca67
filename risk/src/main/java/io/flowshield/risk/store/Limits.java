package io.flowshield.risk.store;

/** How long our statements may hold somebody up, on PostgreSQL. */
public enum Limits {
  /** A login goes on without us: it waits half a second for a lock, a second for a statement. */
  LOGIN(500, 1_000),
  /** A request that must not go on without us fails as a whole, while its person still waits. */
  REQUEST(2_000, 5_000),
  /** A whole realm's rows go: as long as it takes, but not behind somebody's lock. */
  REMOVAL(2_000, 0),
  /** Nobody waits; but a thread and a connection are held. */
  BACKGROUND(2_000, 10_000);

  private final int lockMillis;
  private final int statementMillis;

  Limits(int lockMillis, int statementMillis) {
    this.lockMillis = lockMillis;
    this.statementMillis = statementMillis;
  }

  int lockMillis() {
    return lockMillis;
  }

  int statementMillis() {
    return statementMillis;
  }
}
