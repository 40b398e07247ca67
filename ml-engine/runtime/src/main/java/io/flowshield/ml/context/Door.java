package io.flowshield.ml.context;

/** The place where Keycloak asks for a judgement. */
public enum Door {
  BROWSER_LOGIN,
  DIRECT_GRANT,
  REGISTRATION,
  /** A session that goes on, which no model judges. */
  SESSION;

  /** True where a known user signs in. */
  public boolean isLogin() {
    return this == BROWSER_LOGIN || this == DIRECT_GRANT;
  }
}
