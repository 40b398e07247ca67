package io.flowshield.tests.doors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.KeycloakProcess;
import java.net.URI;
import java.util.Map;
import java.util.UUID;

/**
 * A realm with Keycloak's own flows beside the demo's, in the same server, and bound by the command
 * for realms at the doors that a test is about.
 */
public final class OwnRealm implements AutoCloseable {
  /** An application's id. */
  static final String CLIENT = "app";

  private static final JsonMapper JSON = new JsonMapper();

  private final FlowShieldStack stack;
  private final String name;
  private final AdminClient admin;

  private OwnRealm(FlowShieldStack stack, String name) {
    this.stack = stack;
    this.name = name;
    this.admin =
        new AdminClient(
            stack.keycloak().url(),
            name,
            new AdminClient.Account(KeycloakProcess.ADMIN, KeycloakProcess.ADMIN));
  }

  /** One with an application, mail, and forms for forgotten passwords; nothing of ours yet. */
  public static OwnRealm create(FlowShieldStack stack) throws Exception {
    OwnRealm realm = new OwnRealm(stack, "doors-" + UUID.randomUUID());
    ObjectNode json = JSON.createObjectNode();
    json.put("realm", realm.name).put("enabled", true).put("resetPasswordAllowed", true);
    json.put("eventsEnabled", true).put("sslRequired", "none");
    json.putObject("smtpServer")
        .put("host", "127.0.0.1")
        .put("port", String.valueOf(stack.mail().port()))
        .put("from", "no-reply@doors.example");
    json.putArray("clients")
        .addObject()
        .put("clientId", CLIENT)
        .put("protocol", "openid-connect")
        .put("standardFlowEnabled", true)
        .put("publicClient", true)
        .putArray("redirectUris")
        .add(realm.home() + "*");
    realm.admin.createRealm(json.toString());
    return realm;
  }

  /** Binds doors, and enforces what is decided there. */
  public OwnRealm bind(String... doors) throws Exception {
    apply(false, doors);
    ObjectNode realm = (ObjectNode) admin.get("");
    realm.withObject("/attributes").put("flowshield.reportOnly", "false");
    admin.send("PUT", "", realm.toString());
    return this;
  }

  /** What the command would change, or has changed. */
  JsonNode apply(boolean dryRun, String... doors) throws Exception {
    return JSON.readTree(
        admin.send(
            "POST",
            "/flowshield-binding?dryRun=%s&doors=%s".formatted(dryRun, String.join(",", doors)),
            ""));
  }

  /** Takes everything of ours out again. */
  void unbind() throws Exception {
    admin.send("DELETE", "/flowshield-binding", "");
  }

  public AdminClient admin() {
    return admin;
  }

  /** Creates a user and returns the name. */
  public String add(ObjectNode user) throws Exception {
    admin.send("POST", "/users", user.toString());
    return user.path("username").asText();
  }

  public String id(String username) throws Exception {
    return admin.user(username).orElseThrow().path("id").asText();
  }

  /**
   * Ends a flow with a CONDITIONAL sub-flow: one of our conditions, and whom it matches is refused
   * by Keycloak's own step.
   *
   * @return path of the condition's settings
   */
  String refuseWhen(String flow, String condition, Map<String, String> settings) throws Exception {
    String branch = "when " + condition;
    admin.send(
        "POST",
        flow(flow) + "/executions/flow",
        JSON.createObjectNode().put("alias", branch).put("type", "basic-flow").toString());
    require(flow, branch, "CONDITIONAL");
    step(branch, condition, "REQUIRED");
    step(branch, "deny-access-authenticator", "REQUIRED");
    return configure(branch, condition, settings);
  }

  /** Adds a step at the end of a flow. */
  void step(String flow, String step, String requirement) throws Exception {
    admin.send(
        "POST",
        flow(flow) + "/executions/execution",
        JSON.createObjectNode().put("provider", step).toString());
    require(flow, step, requirement);
  }

  /** Changes the settings of a step that has some. */
  void change(String flow, String step, Map<String, String> settings) throws Exception {
    change(
        "/authentication/config/" + execution(flow, step).path("authenticationConfig").asText(),
        settings);
  }

  /**
   * Sets up a step that has no settings yet.
   *
   * @return path of its settings
   */
  String configure(String flow, String step, Map<String, String> settings) throws Exception {
    ObjectNode config = JSON.createObjectNode().put("alias", step);
    config.set("config", JSON.valueToTree(settings));
    admin.send(
        "POST",
        "/authentication/executions/" + execution(flow, step).path("id").asText() + "/config",
        config.toString());
    return "/authentication/config/" + execution(flow, step).path("authenticationConfig").asText();
  }

  /** Changes the settings of a step. */
  void change(String path, Map<String, String> settings) throws Exception {
    ObjectNode config = (ObjectNode) admin.get(path);
    settings.forEach(config.withObject("/config")::put);
    admin.send("PUT", path, config.toString());
  }

  private void require(String flow, String step, String requirement) throws Exception {
    ObjectNode execution = (ObjectNode) execution(flow, step);
    admin.send(
        "PUT", flow(flow) + "/executions", execution.put("requirement", requirement).toString());
  }

  private JsonNode execution(String flow, String step) throws Exception {
    for (JsonNode execution : admin.get(flow(flow) + "/executions")) {
      if (step.equals(execution.path("providerId").asText())
          || step.equals(execution.path("displayName").asText())) {
        return execution;
      }
    }
    throw new IllegalStateException("no step " + step + " in " + flow);
  }

  private static String flow(String alias) {
    return "/authentication/flows/" + alias.replace(" ", "%20");
  }

  /** Sets an attribute of the application. */
  void client(String attribute, String value) throws Exception {
    ObjectNode client = (ObjectNode) admin.get("/clients?clientId=" + CLIENT).get(0);
    client.withObject("/attributes").put(attribute, value);
    admin.send("PUT", "/clients/" + client.path("id").asText(), client.toString());
  }

  /** Sends the login form. */
  Page signIn(BrowserDriver browser, String user) throws Exception {
    return browser
        .open(login())
        .submit("form#kc-form-login", Map.of("username", user, "password", People.PASSWORD));
  }

  /** Latest first. */
  JsonNode decisions(String username) throws Exception {
    return admin.get("/flowshield/decisions?user=" + id(username));
  }

  /** Where the application sends people to sign in. */
  public URI login() {
    return URI.create(
        home()
            + "protocol/openid-connect/auth?response_type=code&scope=openid&client_id="
            + CLIENT
            + "&redirect_uri="
            + home());
  }

  /** The realm's own public address, where the application is said to be. */
  String home() {
    return stack.keycloak().url().resolve("/realms/" + name + "/").toString();
  }

  /** Whether a page is the application's, with a code for it. */
  boolean signedIn(Page page) {
    // A login's own pages have a session_code.
    return page.uri().toString().startsWith(home() + "?")
        && ("&" + page.uri().getRawQuery()).contains("&code=");
  }

  @Override
  public void close() throws Exception {
    admin.send("DELETE", "", "");
  }
}
