package io.flowshield.realm;

/** Says in one sentence why a realm was left as it was. */
final class RealmCommandException extends Exception {
  private static final long serialVersionUID = 1L;

  RealmCommandException(String message) {
    super(message);
  }
}
