package io.flowshield.tests.sharedsignals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import java.util.LinkedHashMap;
import java.util.Map;

/** Has the realm take a transmitter's tokens, lets every login pass, and puts everything back. */
final class Reception implements AutoCloseable {
  private final AdminClient admin;

  Reception(AdminClient admin, String mode, String jwksUrl) throws Exception {
    this.admin = admin;
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("flowshield.ssf.mode", mode);
    wanted.put("flowshield.ssf.issuer", Transmitter.ISSUER);
    wanted.put("flowshield.ssf.audience", Transmitter.AUDIENCE);
    wanted.put("flowshield.ssf.authorization", Transmitter.AUTHORIZATION);
    wanted.put("flowshield.ssf.jwksUrl", jwksUrl);
    wanted.put("flowshield.login.mediumThreshold", "1");
    wanted.put("flowshield.login.highThreshold", "1");
    set(wanted);
  }

  private void set(Map<String, String> attributes) throws Exception {
    ObjectNode realm = (ObjectNode) admin.get("");
    attributes.forEach(realm.withObject("/attributes")::put);
    admin.send("PUT", "", realm.toString());
  }

  @Override
  public void close() throws Exception {
    set(
        Map.of(
            "flowshield.ssf.mode",
            "off",
            "flowshield.login.mediumThreshold",
            "0.30",
            "flowshield.login.highThreshold",
            "0.85"));
  }
}
