package io.flowshield.authn.deny;

import jakarta.ws.rs.core.Response;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.IdpUsernamePasswordForm;
import org.keycloak.authentication.authenticators.browser.PasswordForm;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordForm;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.validation.Validation;

/**
 * The page that Keycloak's own password form shows for a wrong password, drawn by that form's own
 * code. It has to think that it runs itself, so it is handed the flow context under the form's
 * execution: action address, passkey script and message then come out as they always do.
 */
final class WrongPasswordPage {
  private WrongPasswordPage() {}

  static Response draw(
      KeycloakSession session, AuthenticationFlowContext refusal, PasswordStep step) {
    AuthenticationFlowContext asForm = underExecutionOf(refusal, step);
    asForm.form().setErrors(List.of());
    AuthenticatorUtils.setupReauthenticationInUsernamePasswordFormError(asForm);
    return switch (step.execution().getAuthenticator()) {
      case PasswordStep.PASSWORD -> new Password(session).wrongPassword(asForm);
      case PasswordStep.LINKING -> new Linking(session).wrongPassword(asForm);
      default -> new UsernamePassword(session).wrongPassword(asForm);
    };
  }

  private static AuthenticationFlowContext underExecutionOf(
      AuthenticationFlowContext refusal, PasswordStep step) {
    String from = "execution=" + refusal.getExecution().getId();
    String to = "execution=" + step.execution().getId();
    return (AuthenticationFlowContext)
        Proxy.newProxyInstance(
            WrongPasswordPage.class.getClassLoader(),
            new Class<?>[] {AuthenticationFlowContext.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "getExecution":
                  return step.execution();
                case "getActionUrl":
                  return URI.create(
                      refusal.getActionUrl((String) arguments[0]).toString().replace(from, to));
                case "form":
                  LoginFormsProvider form = refusal.form();
                  AuthenticationFlowContext self = (AuthenticationFlowContext) proxy;
                  return form.setAuthContext(self)
                      .setExecution(step.execution().getId())
                      .setActionUri(self.getActionUrl(self.generateAccessCode()));
                default:
                  try {
                    return method.invoke(refusal, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
              }
            });
  }

  private static final class UsernamePassword extends UsernamePasswordForm {
    UsernamePassword(KeycloakSession session) {
      super(session);
    }

    Response wrongPassword(AuthenticationFlowContext context) {
      return challenge(context, getDefaultChallengeMessage(context), Validation.FIELD_PASSWORD);
    }
  }

  private static final class Linking extends IdpUsernamePasswordForm {
    Linking(KeycloakSession session) {
      super(session);
    }

    Response wrongPassword(AuthenticationFlowContext context) {
      return challenge(context, getDefaultChallengeMessage(context), Validation.FIELD_PASSWORD);
    }
  }

  private static final class Password extends PasswordForm {
    Password(KeycloakSession session) {
      super(session);
    }

    Response wrongPassword(AuthenticationFlowContext context) {
      return challenge(context, getDefaultChallengeMessage(context), Validation.FIELD_PASSWORD);
    }
  }
}
