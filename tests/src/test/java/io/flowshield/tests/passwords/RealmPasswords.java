package io.flowshield.tests.passwords;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import java.util.Map;

/** Sets what the realm asks of passwords, and takes it back. */
final class RealmPasswords implements AutoCloseable {
  private static final String LEAKED = "flowshield.login.breachedPassword";
  private static final String HINTS = "flowshield.liveHints";

  private final AdminClient admin;

  private RealmPasswords(AdminClient admin) {
    this.admin = admin;
  }

  /** A password policy, as the admin console writes it. */
  static RealmPasswords policy(AdminClient admin, String policy) throws Exception {
    return new RealmPasswords(admin).set(policy, Map.of());
  }

  /** What a login with a leaked password leads to. */
  static RealmPasswords leakedAtLogin(AdminClient admin, String choice) throws Exception {
    return new RealmPasswords(admin).set("", Map.of(LEAKED, choice));
  }

  /** Whether forms may ask while somebody types. */
  static RealmPasswords liveHints(AdminClient admin, String choice) throws Exception {
    return new RealmPasswords(admin).set("", Map.of(HINTS, choice));
  }

  private RealmPasswords set(String policy, Map<String, String> attributes) throws Exception {
    ObjectNode realm = (ObjectNode) admin.get("");
    realm.put("passwordPolicy", policy);
    attributes.forEach(realm.withObject("/attributes")::put);
    admin.send("PUT", "", realm.toString());
    return this;
  }

  @Override
  public void close() throws Exception {
    set("", Map.of(LEAKED, "", HINTS, ""));
  }
}
