package io.flowshield.authn.pending;

import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.session.RegistrationLinks;
import io.flowshield.risk.store.SagaView;
import io.flowshield.risk.store.SagaViewStore;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The waiting page of an account whose registration saga has not ended. Only the saga's last step
 * takes the required action away from the user; nothing that is posted to the page does.
 */
final class PendingRegistration implements RequiredActionProvider {
  private static final Logger LOG = Logger.getLogger(PendingRegistration.class);
  private static final String PAGE = "flowshield-pending.ftl";

  private final KeycloakSession session;

  PendingRegistration(KeycloakSession session) {
    this.session = session;
  }

  /** Nothing triggers it: it stands in the user's required actions or it does not. */
  @Override
  public void evaluateTriggers(RequiredActionContext context) {
    // see above
  }

  @Override
  public void requiredActionChallenge(RequiredActionContext context) {
    RealmModel realm = context.getRealm();
    UserModel user = context.getUser();
    Optional<SagaViewStore.Progress> saga = progress(realm, user);
    context.challenge(
        context
            .form()
            .setAttribute(
                "flowshieldState",
                saga.map(SagaViewStore.Progress::phase).orElse(SagaView.FIRST_PHASE))
            .setAttribute("flowshieldReason", saga.map(SagaViewStore.Progress::reason).orElse(""))
            .setAttribute(
                "flowshieldStatusUrl", new RegistrationLinks(session, realm).statusUrl(user))
            .setAttribute("flowshieldEmail", RegistrationLinks.masked(user.getEmail()))
            .createForm(PAGE));
  }

  /** A page that cannot tell how far things are is still better than none. */
  private Optional<SagaViewStore.Progress> progress(RealmModel realm, UserModel user) {
    try {
      return SagaViewStore.progress(session, realm.getId(), user.getId());
    } catch (RuntimeException e) {
      LOG.warnf(e, "The saga of user %s cannot be read for its waiting page", user.getId());
      return Optional.empty();
    }
  }

  @Override
  public void processAction(RequiredActionContext context) {
    boolean pending =
        context.getUser().getRequiredActionsStream().anyMatch(DecisionNotes.PENDING_ACTION::equals);
    if (pending) {
      requiredActionChallenge(context);
    } else {
      context.success();
    }
  }

  @Override
  public void close() {
    // holds nothing
  }
}
