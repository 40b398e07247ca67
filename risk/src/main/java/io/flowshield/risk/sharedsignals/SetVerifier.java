package io.flowshield.risk.sharedsignals;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.risk.policy.SharedSignalsSettings;
import io.flowshield.risk.sharedsignals.SetRefusedException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.common.VerificationException;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.crypto.SignatureProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Finds out whether a security event token (RFC 8417) is genuine and meant for this realm. Only
 * explicitly typed tokens in the compact form, signed with an asymmetric key of the realm's one
 * transmitter, are: no other JWT of it passes for one.
 */
final class SetVerifier {
  private static final Set<String> ALGORITHMS =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");
  private static final String TYPE = "secevent+jwt";
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final int MOST_EVENTS = 10;
  private static final int LONGEST_ID = 255;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final TransmitterKeys keys;

  SetVerifier(TransmitterKeys keys) {
    this.keys = keys;
  }

  SecurityEvents verify(
      KeycloakSession session, String token, SharedSignalsSettings settings, Instant now)
      throws SetRefusedException {
    String[] parts = token.strip().split("\\.", -1);
    if (parts.length != 3) {
      throw invalid("The body is no signed token in the compact form");
    }
    JsonNode header = json(parts[0]);
    String algorithm = header.path("alg").asText();
    if (!ALGORITHMS.contains(algorithm)) {
      throw invalid("The signature's algorithm is not taken");
    }
    String type = header.path("typ").asText();
    if (!type.equalsIgnoreCase(TYPE) && !type.equalsIgnoreCase("application/" + TYPE)) {
      throw invalid("The token's type is not " + TYPE);
    }
    if (header.has("crit")) {
      throw invalid("The token has critical headers");
    }
    JsonNode claims = json(parts[1]);
    if (!settings.issuer().equals(claims.path("iss").asText())) {
      throw new SetRefusedException(Kind.INVALID_ISSUER, "Tokens of this issuer are not taken");
    }
    String keyId = header.path("kid").asText();
    if (keyId.isEmpty()) {
      throw new SetRefusedException(Kind.INVALID_KEY, "The token names no key");
    }
    check(session, algorithm, keys.find(settings.jwksUrl(), keyId), parts);
    return events(claims, settings, now);
  }

  private static void check(
      KeycloakSession session, String algorithm, KeyWrapper key, String[] parts)
      throws SetRefusedException {
    boolean genuine;
    try {
      SignatureProvider provider = session.getProvider(SignatureProvider.class, algorithm);
      genuine =
          provider != null
              && provider
                  .verifier(key)
                  .verify(
                      (parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII),
                      decode(parts[2]));
    } catch (VerificationException | RuntimeException e) {
      // Some verifiers stumble over a signature of another length than they expect.
      genuine = false;
    }
    if (!genuine) {
      throw new SetRefusedException(Kind.INVALID_KEY, "The signature is not one of this key");
    }
  }

  private static SecurityEvents events(JsonNode claims, SharedSignalsSettings settings, Instant now)
      throws SetRefusedException {
    if (!settings.isFor(audiences(claims.path("aud")))) {
      throw new SetRefusedException(Kind.INVALID_AUDIENCE, "The token is meant for somebody else");
    }
    if (!claims.path("iat").canConvertToLong()) {
      throw invalid("The token does not say when it was issued");
    }
    // Compared as numbers: there are seconds that no Instant can hold.
    long issued = claims.path("iat").asLong();
    if (issued > now.plus(SKEW).getEpochSecond()
        || issued < now.minus(settings.maxAge()).getEpochSecond()) {
      throw invalid("The token is too old, or was issued in the future");
    }
    if (claims.has("exp") && claims.path("exp").asLong() <= now.getEpochSecond()) {
      throw invalid("The token has expired");
    }
    String id = claims.path("jti").asText();
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw invalid("The token has no id");
    }
    JsonNode told = claims.path("events");
    if (!told.isObject() || told.isEmpty() || told.size() > MOST_EVENTS) {
      throw invalid("The token tells of nothing, or of too much");
    }
    Map<String, JsonNode> events = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> event : told.properties()) {
      if (!event.getValue().isObject()) {
        throw invalid("An event is no object");
      }
      events.put(event.getKey(), event.getValue());
    }
    return new SecurityEvents(settings.issuer(), id, claims.path("sub_id"), events);
  }

  private static List<String> audiences(JsonNode claim) {
    List<String> audiences = new ArrayList<>();
    if (claim.isTextual()) {
      audiences.add(claim.asText());
    }
    claim.forEach(one -> audiences.add(one.asText()));
    return audiences;
  }

  private static JsonNode json(String part) throws SetRefusedException {
    try {
      JsonNode read = JSON.readTree(decode(part));
      if (read != null && read.isObject()) {
        return read;
      }
    } catch (IOException e) {
      throw invalid("The token is not made of JSON objects");
    }
    throw invalid("The token is not made of JSON objects");
  }

  private static byte[] decode(String part) throws SetRefusedException {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw invalid("The token is not in base64url");
    }
  }

  private static SetRefusedException invalid(String text) {
    return new SetRefusedException(Kind.INVALID_REQUEST, text);
  }
}
