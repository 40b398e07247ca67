package io.flowshield.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.UUID;

/** The demo realm of realm-config, told where the other servers of this run are. */
final class DemoRealm {
  /** The realm's name. */
  static final String NAME = "flowshield";

  /** Client ids in it. */
  static final String PUBLIC_CLIENT = "demo-spa";

  static final String CONFIDENTIAL_CLIENT = "demo-web";
  static final String SAML_CLIENT = "demo-saml";
  static final String WORKER_CLIENT = "flowshield-worker";

  private static final String RESOURCE = "/realm/flowshield-realm.json";
  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectNode realm;

  DemoRealm() throws IOException {
    try (InputStream in = DemoRealm.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("realm-config has no " + RESOURCE);
      }
      realm = (ObjectNode) JSON.readTree(in);
      // Browser drivers come from made-up public addresses over plain HTTP.
      realm.put("sslRequired", "none");
      // Look-alike sign-ups from one home are undone here; by default sagas hold them for review.
      attribute("flowshield.registration.rollbackThreshold", "0.65");
    }
  }

  /** Mail goes to the catcher. */
  void smtp(String host, int port) {
    ObjectNode smtp = realm.putObject("smtpServer");
    smtp.put("host", host);
    smtp.put("port", String.valueOf(port));
    smtp.put("from", "no-reply@flowshield.example");
    smtp.put("fromDisplayName", "Flow Shield demo");
    smtp.put("connectionTimeout", "3000");
    smtp.put("timeout", "5000");
  }

  /** Lets an application be sent back to, and nowhere else. */
  void redirect(String clientId, URI address) {
    ObjectNode client = client(clientId);
    client.putArray("redirectUris").add(address.resolve("/") + "*");
    client.putArray("webOrigins").add("+");
    if (client.path("protocol").asText().equals("saml")) {
      ObjectNode attributes = client.withObject("/attributes");
      attributes.put("saml_assertion_consumer_url_post", address.resolve("/acs").toString());
      attributes.put("saml_single_logout_service_url_redirect", address.resolve("/slo").toString());
      client.remove("adminUrl");
    }
  }

  /** Gives a confidential client a secret. */
  void secret(String clientId, String secret) {
    client(clientId).put("secret", secret);
  }

  /** A secret that nobody knows yet. */
  static String randomSecret() {
    return UUID.randomUUID().toString();
  }

  /** Sets a realm attribute. */
  void attribute(String name, String value) {
    realm.withObject("/attributes").put(name, value);
  }

  private ObjectNode client(String clientId) {
    ArrayNode clients = realm.withArray("/clients");
    for (JsonNode client : clients) {
      if (client.path("clientId").asText().equals(clientId)) {
        return (ObjectNode) client;
      }
    }
    throw new IllegalStateException("the demo realm has no client " + clientId);
  }

  /** The realm file's text. */
  String json() {
    return realm.toPrettyString();
  }
}
