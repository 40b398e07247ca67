package io.flowshield.realm;

/** Says in one sentence why a realm was not imported. */
final class RealmImportException extends Exception {
  private static final long serialVersionUID = 1L;

  RealmImportException(String message) {
    super(message);
  }
}
