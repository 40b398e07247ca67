package io.flowshield.authn.reset;

import io.flowshield.authn.config.Step;
import io.flowshield.risk.RiskService;
import java.net.URI;
import java.time.Duration;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.actiontoken.resetcred.ResetCredentialsActionToken;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.authentication.authenticators.resetcred.ResetCredentialEmail;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionCompoundId;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's step that mails a link to another password, with the mail sent behind the answer: the
 * time of the answer is the same for somebody, for nobody and for somebody who is refused. What is
 * answered, what the link does and the events are Keycloak's; a mail that cannot be sent is told by
 * an event of its own later, and the answer has never depended on it.
 */
final class ResetMailAuthenticator extends ResetCredentialEmail {

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    long asked = System.nanoTime();
    RiskService service = context.getSession().getProvider(RiskService.class);
    if (service == null || !service.isEnabled() || Step.hasFollowedLink(context)) {
      super.authenticate(context);
      return;
    }
    UserModel user = context.getUser();
    if (user == null || user.getEmail() == null || user.getEmail().isBlank()) {
      super.authenticate(context);
    } else {
      mail(context, user, service);
    }
    service.holdRefusal(context.getRealm(), Duration.ofNanos(System.nanoTime() - asked));
  }

  private static void mail(AuthenticationFlowContext context, UserModel user, RiskService service) {
    RealmModel realm = context.getRealm();
    AuthenticationSessionModel login = context.getAuthenticationSession();
    int life = realm.getActionTokenGeneratedByUserLifespan(ResetCredentialsActionToken.TOKEN_TYPE);
    ResetCredentialsActionToken token =
        new ResetCredentialsActionToken(
            user.getId(),
            user.getEmail(),
            (int) (Time.currentTimeMillis() / 1000) + life,
            AuthenticationSessionCompoundId.fromAuthSession(login).getEncodedId(),
            login.getClient().getClientId());
    URI link =
        context.getActionTokenUrl(
            token.serialize(context.getSession(), realm, context.getUriInfo()));
    service.mailReset(realm, user, link, Duration.ofSeconds(life));
    context
        .getEvent()
        .clone()
        .event(EventType.SEND_RESET_PASSWORD)
        .user(user)
        .detail(
            Details.USERNAME,
            login.getAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME))
        .detail(Details.EMAIL, user.getEmail())
        .detail(Details.CODE_ID, login.getParentSession().getId())
        .success();
    context.forkWithSuccessMessage(new FormMessage(Messages.EMAIL_SENT));
  }
}
