package io.flowshield.risk.session;

import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/**
 * Runs something short once the session's transaction has committed, and not at all when it is
 * rolled back. Keycloak throws what such a callback throws after the commit, when it is too late:
 * so nothing leaves.
 */
public final class AfterCommit extends AbstractKeycloakTransaction {
  private static final Logger LOG = Logger.getLogger(AfterCommit.class);

  private final Runnable action;

  private AfterCommit(Runnable action) {
    this.action = action;
  }

  public static void run(KeycloakSession session, Runnable action) {
    session.getTransactionManager().enlistAfterCompletion(new AfterCommit(action));
  }

  @Override
  protected void commitImpl() {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.warn("Work after a commit failed", e);
    }
  }

  @Override
  protected void rollbackImpl() {
    // Nothing was committed, so there is nothing to follow.
  }
}
