package io.flowshield.authn.condition;

import io.flowshield.authn.challenge.CodeMail;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** A proof beside the password that a user may have ready, without enrolling anything. */
enum SecondFactor {
  OTP {
    @Override
    boolean isReadyFor(UserModel user) {
      return user.credentialManager().isConfiguredFor(OTPCredentialModel.TYPE);
    }
  },
  WEBAUTHN {
    @Override
    boolean isReadyFor(UserModel user) {
      return user.credentialManager().isConfiguredFor(WebAuthnCredentialModel.TYPE_TWOFACTOR);
    }
  },
  RECOVERY {
    @Override
    boolean isReadyFor(UserModel user) {
      return user.credentialManager().isConfiguredFor(RecoveryAuthnCodesCredentialModel.TYPE);
    }
  },
  EMAIL {
    @Override
    boolean isReadyFor(UserModel user) {
      return CodeMail.isPossibleFor(user);
    }
  };

  abstract boolean isReadyFor(UserModel user);
}
