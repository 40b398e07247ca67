package io.flowshield.risk.rest;

import io.flowshield.risk.RiskNode;
import io.flowshield.risk.policy.SharedSignalsSettings;
import io.flowshield.risk.sharedsignals.SetRefusedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Where a transmitter pushes security event tokens (RFC 8935). A realm that takes none has no such
 * address. Who is meant by a token is not answered: a user, nobody and a repetition look alike.
 */
final class SecurityEventDoor {
  private static final Logger LOG = Logger.getLogger(SecurityEventDoor.class);
  private static final String RETRY_SECONDS = "5";

  /** Signatures cost; transmitters send again. */
  private static final Semaphore PLACES = new Semaphore(8);

  /** What a refusal says, with a code of RFC 8935, section 2.4. */
  record RefusedEvent(String err, String description) {}

  private final KeycloakSession session;
  private final RealmModel realm;
  private final RateLimit limit;

  SecurityEventDoor(KeycloakSession session, RealmModel realm, RateLimit limit) {
    this.session = session;
    this.realm = realm;
    this.limit = limit;
  }

  Response receive(InputStream body) {
    RiskNode node = RiskNodes.of(session);
    SharedSignalsSettings settings = SharedSignalsSettings.of(realm);
    if (!node.enabled() || !settings.isOn()) {
      throw Refusal.notFound();
    }
    limit.require(
        RateLimit.Kind.SIGNALS, realm.getId(), node.contexts().network(session, realm).prefix());
    try {
      node.sharedSignals()
          .authenticate(
              session,
              settings,
              session
                  .getContext()
                  .getHttpRequest()
                  .getHttpHeaders()
                  .getHeaderString(HttpHeaders.AUTHORIZATION));
      // Read before a place is taken: who sends slowly must not keep the others waiting.
      byte[] token = body.readNBytes(Json.MAX_BYTES + 1);
      if (token.length > Json.MAX_BYTES) {
        return refused(
            Response.Status.REQUEST_ENTITY_TOO_LARGE,
            SetRefusedException.Kind.INVALID_REQUEST,
            "More than " + Json.MAX_BYTES / 1024 + " KiB");
      }
      return take(node, settings, new String(token, StandardCharsets.US_ASCII));
    } catch (SetRefusedException e) {
      return switch (e.kind()) {
        case LATER -> later(String.valueOf(e.getMessage()));
        case AUTHENTICATION_FAILED ->
            refused(Response.Status.UNAUTHORIZED, e.kind(), String.valueOf(e.getMessage()));
        default -> refused(Response.Status.BAD_REQUEST, e.kind(), String.valueOf(e.getMessage()));
      };
    } catch (IOException e) {
      return refused(
          Response.Status.BAD_REQUEST,
          SetRefusedException.Kind.INVALID_REQUEST,
          "The body cannot be read");
    } catch (RuntimeException e) {
      LOG.warn("A security event token could not be taken", e);
      session.getTransactionManager().setRollbackOnly();
      return later("The token cannot be taken now");
    }
  }

  private Response take(RiskNode node, SharedSignalsSettings settings, String token)
      throws SetRefusedException {
    if (!PLACES.tryAcquire()) {
      return later("Too many at once");
    }
    try {
      node.sharedSignals().receive(session, realm, settings, token);
      // There is no body, but Keycloak fails on a 202 that names no type.
      return Response.accepted()
          .type(MediaType.APPLICATION_JSON_TYPE)
          .header(HttpHeaders.CACHE_CONTROL, "no-store")
          .build();
    } finally {
      PLACES.release();
    }
  }

  private static Response refused(
      Response.Status status, SetRefusedException.Kind kind, String text) {
    return Response.fromResponse(Json.of(status, new RefusedEvent(kind.code(), text)))
        .header(HttpHeaders.CONTENT_LANGUAGE, "en")
        .build();
  }

  private static Response later(String text) {
    return Response.fromResponse(
            Json.of(Response.Status.SERVICE_UNAVAILABLE, Map.of("error", text)))
        .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .build();
  }
}
