package io.flowshield.ml.context;

/** The place where Keycloak asks for a judgement. */
public enum Door {
  BROWSER_LOGIN,
  DIRECT_GRANT,
  REGISTRATION;

  /** True where a known user signs in, false where an account is about to come into being. */
  public boolean isLogin() {
    return this != REGISTRATION;
  }
}
