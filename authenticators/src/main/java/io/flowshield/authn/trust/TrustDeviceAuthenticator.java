package io.flowshield.authn.trust;

import io.flowshield.authn.challenge.EmailCodeAuthenticatorFactory;
import io.flowshield.authn.config.Step;
import io.flowshield.risk.RiskService;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.trust.TrustedDevices;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Asks whoever has shown a second factor in this login whether the browser shall be remembered.
 * Asks nobody else, and nobody at all where the realm does not want it.
 */
final class TrustDeviceAuthenticator implements Step {
  private static final String PAGE = "flowshield-trust-device.ftl";
  private static final String FIELD = "trust";

  /** What the user was when asked: a note of the authentication session. */
  private static final String PROOF = "flowshield.trustedDevice.proof";

  private static final String ASKED = "flowshield.trustedDevice.asked";

  /** As Keycloak's own steps, and our e-mail code, report what was shown. */
  private static final Set<String> SECOND_FACTORS =
      Set.of(
          OTPCredentialModel.TYPE,
          WebAuthnCredentialModel.TYPE_TWOFACTOR,
          RecoveryAuthnCodesCredentialModel.TYPE,
          EmailCodeAuthenticatorFactory.ID);

  private final KeycloakSession session;

  TrustDeviceAuthenticator(KeycloakSession session) {
    this.session = session;
  }

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    RiskService service = session.getProvider(RiskService.class);
    UserModel user = context.getUser();
    if (service == null || user == null || !isAsked(context, service, user)) {
      context.success();
      return;
    }
    TrustedDevices devices = service.trustedDevices(context.getRealm());
    context.getAuthenticationSession().setAuthNote(PROOF, devices.ask(user));
    context.challenge(
        context.form().setAttribute("flowshieldTrustDays", days(devices)).createForm(PAGE));
  }

  private static boolean isAsked(
      AuthenticationFlowContext context, RiskService service, UserModel user) {
    AuthenticationSessionModel login = context.getAuthenticationSession();
    TrustedDevices devices = service.trustedDevices(context.getRealm());
    return devices.life().isPresent()
        && service.isEnabled()
        && login.getAuthNote(ASKED) == null
        && TrustedDeviceStandIn.DOORS.contains(Step.door(context))
        && !Collections.disjoint(AuthenticatorUtil.getAuthnCredentials(login), SECOND_FACTORS)
        && service.openRequirement(context.getRealm(), user).isEmpty()
        && !devices.isTrusted(user);
  }

  private static String days(TrustedDevices devices) {
    return Long.toString(devices.life().map(Duration::toDays).orElse(0L));
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    AuthenticationSessionModel login = context.getAuthenticationSession();
    String proof = login.getAuthNote(PROOF);
    login.removeAuthNote(PROOF);
    login.setAuthNote(ASKED, "true");
    RiskService service = session.getProvider(RiskService.class);
    if (proof != null
        && service != null
        && Boolean.parseBoolean(context.getHttpRequest().getDecodedFormParameters().getFirst(FIELD))
        && service.trustedDevices(context.getRealm()).remember(context.getUser(), proof)) {
      context.getEvent().detail(DecisionNotes.TRUSTED_DEVICE_DETAIL, "remembered");
    }
    context.success();
  }

  /** Where nobody is known, there is nobody to ask. */
  @Override
  public boolean requiresUser() {
    return false;
  }
}
