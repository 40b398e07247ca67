package io.flowshield.risk.rest;

import jakarta.ws.rs.core.MediaType;
import org.keycloak.models.KeycloakSession;

/** What an address that people and programs share is answered with. */
final class PreferredType {
  private PreferredType() {}

  /** True for a browser that wants a page; false for whoever takes JSON, or does not say. */
  static boolean isHtml(KeycloakSession session) {
    for (MediaType type :
        session.getContext().getHttpRequest().getHttpHeaders().getAcceptableMediaTypes()) {
      if (type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
        return !type.isWildcardType() && type.isCompatible(MediaType.TEXT_HTML_TYPE);
      }
      if (type.isCompatible(MediaType.TEXT_HTML_TYPE)) {
        return true;
      }
    }
    return false;
  }
}
