package io.flowshield.tests.clients;

/** The demo realm's levels of authentication, by the names they have in tokens and assertions. */
enum Level {
  PASSWORD("password", "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"),
  SECOND_FACTOR("second-factor", "urn:example:flowshield:ac:second-factor");

  private final String acr;
  private final String context;

  Level(String acr, String context) {
    this.acr = acr;
    this.context = context;
  }

  /** OpenID Connect's authentication context class reference. */
  String acr() {
    return acr;
  }

  /** SAML's. */
  String context() {
    return context;
  }
}
