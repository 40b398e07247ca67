package io.flowshield.authn.registration;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.risk.RiskDecision;
import io.flowshield.risk.RiskService;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.session.DecisionNotes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.representations.idm.CredentialRepresentation;

/**
 * Judges a registration form, and hands the new account to its saga in the transaction that makes
 * it: either both are there afterwards or neither.
 */
final class RegistrationRiskAction implements FormAction {
  private static final Logger LOG = Logger.getLogger(RegistrationRiskAction.class);
  private static final String DECISION = RegistrationRiskAction.class.getName();
  private static final String REFUSED = "flowshield.registration.refused";
  private static final String UNAVAILABLE = "flowshield.registration.unavailable";
  private static final String PASSWORD_CONFIRM = "password-confirm";

  private final KeycloakSession session;

  RegistrationRiskAction(KeycloakSession session) {
    this.session = session;
  }

  @Override
  public void buildPage(FormContext context, LoginFormsProvider form) {
    // the theme's script adds its own field
  }

  @Override
  public void validate(ValidationContext context) {
    MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
    RiskService service = session.getProvider(RiskService.class);
    if (service == null || !service.isEnabled()) {
      context.success();
      return;
    }
    if (!canHold(context.getRealm())) {
      LOG.errorf(
          "Realm %s: the required action %s is missing or disabled, so nothing would hold a new"
              + " account until its saga has ended; the registration is refused",
          context.getRealm().getName(), DecisionNotes.PENDING_ACTION);
      refuse(context, form);
      return;
    }
    RegistrationFacts facts =
        RegistrationForm.read(
            form,
            context.getRealm().isRegistrationEmailAsUsername(),
            session.getContext().resolveLocale(null).toLanguageTag());
    String password = form.getFirst(CredentialRepresentation.PASSWORD);
    if (password != null && !password.isEmpty()) {
      facts = facts.with(service.assessPassword(context.getRealm(), password, facts).orElse(null));
    }
    RiskDecision decision =
        service.assessRegistration(
            context.getRealm(),
            context.getAuthenticationSession().getClient(),
            facts,
            form.getFirst(DecisionNotes.TELEMETRY_FIELD));
    if (decision.effectiveAction() == Action.DENY) {
      refuse(context, form);
      return;
    }
    session.setAttribute(DECISION, decision);
    context.success();
  }

  private static boolean canHold(RealmModel realm) {
    RequiredActionProviderModel pending =
        realm.getRequiredActionProviderByAlias(DecisionNotes.PENDING_ACTION);
    return pending != null && pending.isEnabled();
  }

  /** Says that it was refused, not why; passwords do not go back to the browser. */
  private static void refuse(ValidationContext context, MultivaluedMap<String, String> form) {
    MultivaluedMap<String, String> shown = new MultivaluedHashMap<>(form);
    shown.remove(CredentialRepresentation.PASSWORD);
    shown.remove(PASSWORD_CONFIRM);
    context.error(Errors.INVALID_REGISTRATION);
    context.validationError(shown, List.of(new FormMessage(REFUSED)));
    context.excludeOtherErrors();
  }

  @Override
  public void success(FormContext context) {
    try {
      RiskService service = session.getProvider(RiskService.class);
      if (service == null || !service.isEnabled()) {
        return;
      }
      UserModel user = context.getUser();
      RiskDecision decision = session.getAttribute(DECISION, RiskDecision.class);
      if (user == null || decision == null) {
        throw new IllegalStateException(
            "flowshield-registration-risk must stand behind registration-user-creation");
      }
      rememberLanguage(context.getRealm(), user);
      service.registered(context.getRealm(), user, decision);
    } catch (RuntimeException e) {
      LOG.errorf(e, "Realm %s: a registration is rolled back", context.getRealm().getName());
      throw rolledBack(context, e);
    }
  }

  /** The saga's mails are written with no browser at hand to tell the language. */
  private void rememberLanguage(RealmModel realm, UserModel user) {
    if (realm.isInternationalizationEnabled() && user.getFirstAttribute(UserModel.LOCALE) == null) {
      user.setSingleAttribute(
          UserModel.LOCALE, session.getContext().resolveLocale(user).toLanguageTag());
    }
  }

  /** Left to itself Keycloak would turn the exception into a page and commit the user. */
  private WebApplicationException rolledBack(FormContext context, RuntimeException cause) {
    session.getTransactionManager().setRollbackOnly();
    context.newEvent().event(EventType.REGISTER).error(Errors.INVALID_REGISTRATION);
    return new WebApplicationException(
        cause,
        session
            .getProvider(LoginFormsProvider.class)
            .setAuthenticationSession(context.getAuthenticationSession())
            .setError(UNAVAILABLE)
            .createErrorPage(Response.Status.SERVICE_UNAVAILABLE));
  }

  @Override
  public boolean requiresUser() {
    return false;
  }

  @Override
  public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
    return true;
  }

  @Override
  public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
    // the risk service adds flowshield-pending with the outbox row
  }

  @Override
  public void close() {
    // holds nothing
  }
}
