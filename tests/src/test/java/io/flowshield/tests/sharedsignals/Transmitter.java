package io.flowshield.tests.sharedsignals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import io.flowshield.demo.FlowShieldStack;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who pushes security events, with keys on a server of its own. */
final class Transmitter implements AutoCloseable {
  static final String ISSUER = "https://transmitter.example.org";
  static final String AUDIENCE = "flow-shield-tests";
  static final String AUTHORIZATION = "Bearer of-the-tests";
  static final String SESSION_REVOKED = event("caep/event-type/session-revoked");
  static final String CREDENTIAL_CHANGE = event("caep/event-type/credential-change");
  static final String CREDENTIAL_COMPROMISE = event("risc/event-type/credential-compromise");
  static final String ACCOUNT_DISABLED = event("risc/event-type/account-disabled");
  static final String ACCOUNT_ENABLED = event("risc/event-type/account-enabled");

  private static final JsonMapper JSON = new JsonMapper();

  private final FlowShieldStack stack;
  private final ECKey key = newKey();
  private final HttpServer keys;
  private final AtomicInteger fetches = new AtomicInteger();
  private final HttpClient http = HttpClient.newHttpClient();

  Transmitter(FlowShieldStack stack) throws Exception {
    this.stack = stack;
    keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    byte[] set = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    keys.createContext(
        "/jwks",
        exchange -> {
          fetches.incrementAndGet();
          exchange.getResponseHeaders().add("Content-Type", "application/jwk-set+json");
          exchange.sendResponseHeaders(200, set.length);
          exchange.getResponseBody().write(set);
          exchange.close();
        });
    keys.start();
  }

  static ECKey newKey() throws Exception {
    return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
  }

  private static String event(String type) {
    return "https://schemas.openid.net/secevent/" + type;
  }

  String jwksUrl() {
    return "http://127.0.0.1:" + keys.getAddress().getPort() + "/jwks";
  }

  int fetches() {
    return fetches.get();
  }

  /** The claims of a token that is right, of one event. */
  static ObjectNode claims(String event, ObjectNode subject) {
    ObjectNode claims = JSON.createObjectNode();
    claims.put("iss", ISSUER).put("aud", AUDIENCE).put("jti", UUID.randomUUID().toString());
    claims.put("iat", Instant.now().getEpochSecond());
    claims.set("sub_id", subject);
    claims.putObject("events").putObject(event).put("event_timestamp", 1_763_800_000);
    return claims;
  }

  static ObjectNode subject(Map<String, String> fields) {
    ObjectNode subject = JSON.createObjectNode();
    fields.forEach(subject::put);
    return subject;
  }

  static ObjectNode opaque(String userId) {
    return subject(Map.of("format", "opaque", "id", userId));
  }

  String signed(ObjectNode claims) throws Exception {
    return signed(claims, key, "secevent+jwt");
  }

  static String signed(ObjectNode claims, ECKey key, String type) throws Exception {
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .type(new JOSEObjectType(type))
                .build(),
            new Payload(claims.toString()));
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }

  ECKey ownKey() {
    return key;
  }

  /** A key of another issuer that bears this one's id. */
  ECKey impostor() throws Exception {
    return new ECKeyGenerator(Curve.P_256).keyID(key.getKeyID()).generate();
  }

  String unsigned(ObjectNode claims) {
    return part("{\"alg\":\"none\",\"typ\":\"secevent+jwt\",\"kid\":\"" + key.getKeyID() + "\"}")
        + "."
        + part(claims.toString())
        + ".";
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Pushes, and again for as long as it is told to come back. */
  HttpResponse<String> push(String token) throws Exception {
    HttpResponse<String> answer = once(token);
    for (int i = 0; i < 60 && answer.statusCode() == 503; i++) {
      Thread.sleep(250);
      answer = once(token);
    }
    return answer;
  }

  HttpResponse<String> once(String token) throws Exception {
    return send(token, AUTHORIZATION, "application/secevent+jwt");
  }

  HttpResponse<String> send(String token, String authorization, String type) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                stack.keycloak().url().resolve("/realms/flowshield/flowshield/ssf/events"))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", type)
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(token));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The realm takes its tokens from now on. */
  Reception taken(String mode) throws Exception {
    return new Reception(stack.admin(), mode, jwksUrl());
  }

  @Override
  public void close() {
    keys.stop(0);
  }
}
