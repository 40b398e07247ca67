package io.flowshield.authn.challenge;

import io.flowshield.authn.config.Step;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.session.RegistrationLinks;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKey;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.email.EmailException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.messages.Messages;

/**
 * Asks for a six-digit code that is mailed to the user's verified address. A code is short-lived
 * and single-use; wrong entries are limited for each code, and codes for each user and hour.
 */
final class EmailCodeAuthenticator implements Step {
  private static final Logger LOG = Logger.getLogger(EmailCodeAuthenticator.class);
  private static final String PAGE = "flowshield-email-code.ftl";
  private static final String CODE_FIELD = "code";
  private static final String RESEND_BUTTON = "resend";
  private static final Duration HOUR = Duration.ofHours(1);

  private final KeycloakSession session;
  private final Clock clock;

  EmailCodeAuthenticator(KeycloakSession session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    if (!CodeMail.isPossibleFor(context.getUser())) {
      context.attempted();
      return;
    }
    Optional<IssuedCode> open = IssuedCode.read(context.getAuthenticationSession());
    if (open.isPresent() && !open.get().isExpired(clock.instant())) {
      show(context, form -> form);
    } else {
      issue(context, form -> form);
    }
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    if (!CodeMail.isPossibleFor(context.getUser())) {
      context.attempted();
      return;
    }
    String lock = AuthenticatorUtils.getDisabledByBruteForceEventError(context, context.getUser());
    if (lock != null) {
      context.getEvent().user(context.getUser()).error(lock);
      show(context, form -> form.setError(Messages.ACCOUNT_TEMPORARILY_DISABLED));
      return;
    }
    MultivaluedMap<String, String> input = context.getHttpRequest().getDecodedFormParameters();
    if (input.containsKey(RESEND_BUTTON)) {
      resend(context);
    } else {
      check(context, Optional.ofNullable(input.getFirst(CODE_FIELD)).orElse(""));
    }
  }

  private void resend(AuthenticationFlowContext context) {
    Duration wait = EmailCodeConfig.of(context.getAuthenticatorConfig()).resendAfter();
    Duration left =
        IssuedCode.read(context.getAuthenticationSession())
            .map(code -> Duration.between(clock.instant(), code.issued().plus(wait)))
            .orElse(Duration.ZERO);
    if (left.isZero() || left.isNegative()) {
      issue(context, form -> form.setInfo("flowshield.code.sent"));
    } else {
      String seconds = Long.toString(left.toSeconds() + 1);
      show(context, form -> form.setError("flowshield.code.wait", seconds));
    }
  }

  /** Mails a new code, which voids the one before, and shows the page. */
  private void issue(
      AuthenticationFlowContext context, UnaryOperator<LoginFormsProvider> whenSent) {
    EmailCodeConfig config = EmailCodeConfig.of(context.getAuthenticatorConfig());
    IssuedCode.forget(context.getAuthenticationSession());
    Slots codes =
        slots(
            "flowshield.codes." + context.getRealm().getId() + "." + context.getUser().getId(),
            config.codesPerHour(),
            HOUR);
    if (!codes.take()) {
      show(context, form -> form.setError("flowshield.code.limit"));
      return;
    }
    String code = IssuedCode.draw();
    try {
      CodeMail.send(context, code, config.lifetime());
    } catch (EmailException e) {
      // Not the exception itself: mail servers repeat the address in what they say.
      LOG.errorf(
          "Realm %s: the code could not be mailed (%s)",
          context.getRealm().getName(), rootCause(e).getClass().getSimpleName());
      // a copy: the login's own event goes on
      context.getEvent().clone().user(context.getUser()).error(Errors.EMAIL_SEND_FAILED);
      show(context, form -> form.setError("flowshield.code.notSent"));
      return;
    }
    Instant now = clock.instant();
    IssuedCode.of(code, key(context), now, now.plus(config.lifetime()))
        .write(context.getAuthenticationSession());
    show(context, whenSent);
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private void check(AuthenticationFlowContext context, String entered) {
    Optional<IssuedCode> issued = IssuedCode.read(context.getAuthenticationSession());
    if (issued.isEmpty() || issued.get().isExpired(clock.instant())) {
      IssuedCode.forget(context.getAuthenticationSession());
      show(context, form -> codeError(form, "flowshield.code.expired"));
      return;
    }
    if (entered.isBlank()) {
      show(context, form -> codeError(form, "flowshield.code.invalid"));
      return;
    }
    EmailCodeConfig config = EmailCodeConfig.of(context.getAuthenticatorConfig());
    IssuedCode code = issued.get();
    Slots entries = slots("flowshield.code." + code.id(), config.attempts(), config.lifetime());
    if (!entries.take()) {
      giveUp(context);
    } else if (code.matches(entered, key(context))) {
      accept(context, code, config);
    } else {
      reject(context, entries.exhausted());
    }
  }

  /** Of two requests that bring the right code at once, one goes through. */
  private void accept(AuthenticationFlowContext context, IssuedCode code, EmailCodeConfig config) {
    IssuedCode.forget(context.getAuthenticationSession());
    if (slots("flowshield.code.used." + code.id(), 1, config.lifetime()).take()) {
      context.success(EmailCodeAuthenticatorFactory.ID);
    } else {
      show(context, form -> codeError(form, "flowshield.code.expired"));
    }
  }

  private void reject(AuthenticationFlowContext context, boolean last) {
    context
        .getEvent()
        .user(context.getUser())
        .detail(Details.CREDENTIAL_TYPE, EmailCodeAuthenticatorFactory.ID)
        .error(Errors.INVALID_USER_CREDENTIALS);
    if (last) {
      if (context.getRealm().isBruteForceProtected()) {
        context
            .getProtector()
            .failedLogin(
                context.getRealm(),
                context.getUser(),
                context.getConnection(),
                context.getUriInfo(),
                Set.of());
      }
      giveUp(context);
    } else {
      context.failureChallenge(
          AuthenticationFlowError.INVALID_CREDENTIALS,
          page(context, form -> codeError(form, "flowshield.code.invalid")));
    }
  }

  /** Back to the password: the code is void, and nothing of this login is left. */
  private void giveUp(AuthenticationFlowContext context) {
    IssuedCode.forget(context.getAuthenticationSession());
    context.resetFlow(() -> context.setForwardedInfoMessage("flowshield.code.void"));
  }

  private void show(AuthenticationFlowContext context, UnaryOperator<LoginFormsProvider> message) {
    context.forceChallenge(page(context, message));
  }

  private static LoginFormsProvider codeError(LoginFormsProvider form, String key) {
    return form.addError(new FormMessage(CODE_FIELD, key));
  }

  private Response page(
      AuthenticationFlowContext context, UnaryOperator<LoginFormsProvider> message) {
    ChallengeReasons.withdraw(context);
    return message
        .apply(context.form())
        .setAttribute(
            "flowshieldReasons", DecisionNotes.reasons(context.getAuthenticationSession()))
        .setAttribute(
            "flowshieldMaskedEmail", RegistrationLinks.masked(context.getUser().getEmail()))
        .setAttribute(
            "flowshieldCodeSent",
            IssuedCode.read(context.getAuthenticationSession())
                .filter(code -> !code.isExpired(clock.instant()))
                .isPresent())
        .createForm(PAGE);
  }

  private Slots slots(String name, int limit, Duration lifetime) {
    return new Slots(session.singleUseObjects(), name, limit, lifetime);
  }

  private SecretKey key(AuthenticationFlowContext context) {
    return session
        .keys()
        .getActiveKey(context.getRealm(), KeyUse.SIG, Algorithm.HS512)
        .getSecretKey();
  }
}
