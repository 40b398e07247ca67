package io.flowshield.ml.context;

/** The place where Keycloak asks for a judgement. */
public enum Door {
  BROWSER_LOGIN,
  DIRECT_GRANT,
  REGISTRATION,
  /** Somebody says that the password is forgotten. */
  RESET_CREDENTIALS,
  /** An identity provider vouches for somebody whom it has not brought here before. */
  FIRST_BROKER_LOGIN,
  /** An identity provider brings somebody whose account here is linked with it. */
  POST_BROKER_LOGIN,
  /** A session that goes on, which no model judges. */
  SESSION;

  /** True where a known user signs in. */
  public boolean isLogin() {
    return this != REGISTRATION && this != SESSION;
  }

  /** True where somebody sits at a browser, whose cookies mean something. */
  public boolean isInBrowser() {
    return this != DIRECT_GRANT;
  }
}
