package io.flowshield.tests.doors;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;

/** New users for one test each. */
public final class People {
  /** Of everybody made here. */
  public static final String PASSWORD = "a-right-password";

  /** Secret of every OTP device made here, as Keycloak stores it. */
  static final String OTP_SECRET = "12345678901234567890";

  private static final JsonMapper JSON = new JsonMapper();

  private People() {}

  /** A user who has a password and a verified address. */
  public static String verified(FlowShieldStack stack) throws Exception {
    return create(stack, user(true));
  }

  /** A user whose address nobody has confirmed. */
  public static String unverified(FlowShieldStack stack) throws Exception {
    return create(stack, user(false));
  }

  /** A user with an OTP device. */
  public static String withOtp(FlowShieldStack stack) throws Exception {
    return create(stack, inAnyRealmWithOtp());
  }

  private static ObjectNode withOtp(ObjectNode user) {
    user.withArray("/credentials")
        .addObject()
        .put("type", "otp")
        .put("secretData", "{\"value\":\"" + OTP_SECRET + "\"}")
        .put(
            "credentialData",
            "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,"
                + "\"algorithm\":\"HmacSHA1\"}");
    return user;
  }

  /** The address of a user made here. */
  public static String email(String username) {
    return username + "@example.org";
  }

  public static Visitor visitor(FlowShieldStack stack) {
    return stack.visitor("192.0.2.31", BrowserDriver.FIREFOX);
  }

  /** Asks for tokens with a password and without a browser. */
  public static HttpResponse<String> grant(FlowShieldStack stack, String user, String password)
      throws Exception {
    URI uri = stack.keycloak().url().resolve("/realms/flowshield/protocol/openid-connect/token");
    String form =
        "grant_type=password&client_id=admin-cli&username=" + user + "&password=" + password;
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /**
   * A user of some realm as Keycloak's REST interface takes it, with password and verified address.
   */
  public static ObjectNode inAnyRealm() {
    return user(true);
  }

  /** The same with an OTP device. */
  static ObjectNode inAnyRealmWithOtp() {
    return withOtp(user(true));
  }

  private static ObjectNode user(boolean emailVerified) {
    String name = "door-" + UUID.randomUUID();
    ObjectNode user = JSON.createObjectNode();
    user.put("username", name).put("email", email(name)).put("enabled", true);
    user.put("emailVerified", emailVerified).put("firstName", "Dora").put("lastName", "Door");
    user.withArray("/credentials").addObject().put("type", "password").put("value", PASSWORD);
    return user;
  }

  private static String create(FlowShieldStack stack, ObjectNode user) throws Exception {
    stack.admin().send("POST", "/users", user.toString());
    return user.path("username").asText();
  }
}
