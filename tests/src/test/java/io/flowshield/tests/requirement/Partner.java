package io.flowshield.tests.requirement;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.flowshield.demo.FlowShieldStack;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/**
 * An identity provider of the realm whose word alone gets tokens for a user (RFC 7523, section
 * 2.1): no browser, no cookie, no flow.
 */
final class Partner implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final FlowShieldStack stack;
  private final String alias = "partner-" + UUID.randomUUID();
  private final String issuer = "https://" + alias + ".example.org";
  private final ECKey key;
  private final HttpServer keys;

  Partner(FlowShieldStack stack) throws Exception {
    this.stack = stack;
    key =
        new ECKeyGenerator(Curve.P_256)
            .keyID(alias)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.ES256)
            .generate();
    byte[] set = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    keys.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, set.length);
          exchange.getResponseBody().write(set);
          exchange.close();
        });
    keys.start();
    String address = "http://127.0.0.1:" + keys.getAddress().getPort() + "/";
    ObjectNode provider = JSON.createObjectNode();
    provider.put("alias", alias).put("providerId", "oidc").put("enabled", true);
    provider
        .putObject("config")
        .put("issuer", issuer)
        .put("clientId", "flowshield")
        .put("clientSecret", "none")
        .put("authorizationUrl", address)
        .put("tokenUrl", address)
        .put("validateSignature", "true")
        .put("useJwksUrl", "true")
        .put("jwksUrl", address)
        .put("jwtAuthorizationGrantEnabled", "true");
    stack.admin().send("POST", "/identity-provider/instances", provider.toString());
  }

  String alias() {
    return alias;
  }

  /** Somebody is known here by the same id. */
  void knows(String userId) throws Exception {
    ObjectNode link = JSON.createObjectNode();
    link.put("identityProvider", alias).put("userId", userId).put("userName", userId);
    stack
        .admin()
        .send("POST", "/users/" + userId + "/federated-identity/" + alias, link.toString());
  }

  /** Its word for somebody, good once and for a minute. */
  String assertion(String userId) throws Exception {
    Instant now = Instant.now();
    SignedJWT word =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(alias).build(),
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(userId)
                .audience(stack.keycloak().url().resolve("/realms/flowshield").toString())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .build());
    word.sign(new ECDSASigner(key));
    return word.serialize();
  }

  @Override
  public void close() throws Exception {
    keys.stop(0);
    stack.admin().send("DELETE", "/identity-provider/instances/" + alias, "");
  }
}
