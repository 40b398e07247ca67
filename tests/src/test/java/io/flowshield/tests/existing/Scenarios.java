package io.flowshield.tests.existing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * What people, applications and administrators do in the realm {@code shop} and in {@code master}.
 */
final class Scenarios {
  static final String PASSWORD = "a-right-password";

  /** Begins the names of steps that list the texts of a theme, a line each. */
  static final String MESSAGES = "messages: ";

  private static final String APPLICANT = "nora";

  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> ADMIN_VIEWS =
      List.of(
          "",
          "/authentication/flows",
          "/authentication/required-actions",
          "/components",
          "/events/config",
          "/clients",
          "/client-scopes",
          "/roles",
          "/users?max=100",
          "/users/count",
          "/identity-provider/instances",
          "/users/profile",
          "/client-policies/policies",
          "/client-policies/profiles",
          "/localization/en",
          "/credential-registrators");

  private static final Set<String> ALWAYS_THERE =
      Set.of("", "/authentication/flows", "/authentication/required-actions", "/users?max=100");

  private final URI server;
  private final Recorder recorder = new Recorder();

  Scenarios(URI server) {
    this.server = server;
  }

  /** Does what people do, somebody else registering, and returns what was answered, by step. */
  Map<String, String> runPeople(String applicant) throws Exception {
    people(applicant);
    Map<String, String> recording = new LinkedHashMap<>(recorder.recording());
    recording.replaceAll((step, text) -> text.replace(applicant, APPLICANT));
    return recording;
  }

  /** Does all of it and returns what was answered, by step. */
  Map<String, String> run() throws Exception {
    publicDocuments();
    people(APPLICANT);
    applications();
    saml();
    administrators();
    return recorder.recording();
  }

  private void publicDocuments() throws Exception {
    for (String realm : List.of("shop", "master")) {
      for (String path :
          List.of(
              "",
              "/.well-known/openid-configuration",
              "/.well-known/uma2-configuration",
              "/protocol/openid-connect/certs",
              "/protocol/saml/descriptor",
              "/account/",
              "/no-such-page")) {
        recorder.newBrowser();
        recorder.get(realm + path, server.resolve("/realms/" + realm + path));
      }
      for (String messages : List.of("login", "account", "email")) {
        recorder.note(
            MESSAGES + realm + " " + messages,
            messages(server.resolve("/resources/" + realm + "/" + messages + "/en")));
      }
    }
    recorder.get("admin console", server.resolve("/admin/shop/console/"));
  }

  private String messages(URI uri) throws Exception {
    List<String> lines = new ArrayList<>();
    for (JsonNode message :
        JSON.readTree(recorder.get("", uri, "Accept", "application/json").body())) {
      lines.add(message.path("key").asText() + " = " + message.path("value").asText());
    }
    lines.sort(String::compareTo);
    return String.join("\n", lines);
  }

  private void people(String applicant) throws Exception {
    recorder.newBrowser();
    Recorder.Answer page = recorder.get("login page", authorization("spa"));
    page = recorder.post("unknown name", page.action("#kc-form-login"), Map.of("username", "x"));
    recorder.post("wrong password of nobody", page.action("form"), Map.of("password", "x"));

    recorder.newBrowser();
    page = name("anna", "wrong: ", "spa");
    recorder.post("wrong password", page.action("#kc-form-login"), Map.of("password", "wrong-one"));

    recorder.newBrowser();
    String code = code(signIn("anna", "right: ", "spa"));
    JsonNode tokens =
        tokens(
            "code to tokens",
            Map.of(
                "grant_type", "authorization_code",
                "client_id", "spa",
                "code", code,
                "redirect_uri", "http://127.0.0.1/spa"));
    recorder.get("single sign-on", authorization("web"));
    recorder.get(
        "userinfo",
        endpoint("userinfo"),
        "Authorization",
        "Bearer " + tokens.path("access_token").asText());
    JsonNode fresh =
        tokens(
            "refresh",
            Map.of(
                "grant_type", "refresh_token",
                "client_id", "spa",
                "refresh_token", tokens.path("refresh_token").asText()));
    recorder.get(
        "logout",
        URI.create(
            endpoint("logout")
                + "?id_token_hint="
                + fresh.path("id_token").asText()
                + "&post_logout_redirect_uri="
                + Recorder.encoded("http://127.0.0.1/spa")));
    recorder.get("after logout", authorization("spa"));

    recorder.newBrowser();
    page = recorder.get("kiosk page", authorization("kiosk"));
    recorder.post(
        "kiosk login",
        page.action("#kc-form-login"),
        Map.of("username", "anna", "password", PASSWORD));

    recorder.newBrowser();
    page = name("otto", "second factor: ", "spa");
    recorder.post(
        "second factor: password", page.action("#kc-form-login"), Map.of("password", PASSWORD));

    recorder.newBrowser();
    page = recorder.get("register: page", registration());
    recorder.post(
        "register: incomplete", page.action("#kc-register-form"), Map.of("username", applicant));
    recorder.newBrowser();
    page = recorder.get("register: page again", registration());
    page = recorder.post("register: done", page.action("#kc-register-form"), applicant(applicant));
    tokens(
        "register: tokens",
        Map.of(
            "grant_type", "authorization_code",
            "client_id", "spa",
            "code", code(page),
            "redirect_uri", "http://127.0.0.1/spa"));

    recorder.newBrowser();
    recorder.get("reset: before", authorization("spa"));
    recorder.get(
        "reset: page",
        server.resolve("/realms/shop/login-actions/reset-credentials?client_id=spa"));
  }

  private void applications() throws Exception {
    for (String password : List.of(PASSWORD, "wrong-one")) {
      recorder.post(
          "direct grant " + password,
          endpoint("token"),
          Map.of(
              "grant_type", "password",
              "client_id", "web",
              "client_secret", "web-secret",
              "username", "anna",
              "password", password));
    }
    tokens(
        "client credentials",
        Map.of(
            "grant_type", "client_credentials",
            "client_id", "robot",
            "client_secret", "robot-secret"));
  }

  private void saml() throws Exception {
    String request =
        """
        <samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0" IssueInstant="2026-01-01T00:00:00Z" Destination="%s" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" AssertionConsumerServiceURL="http://127.0.0.1/saml"><saml:Issuer>saml</saml:Issuer></samlp:AuthnRequest>"""
            .formatted(server.resolve("/realms/shop/protocol/saml"));
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(deflated, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
      out.write(request.getBytes(StandardCharsets.UTF_8));
    }
    recorder.newBrowser();
    Recorder.Answer page =
        recorder.get(
            "saml: name page",
            URI.create(
                server.resolve("/realms/shop/protocol/saml")
                    + "?SAMLRequest="
                    + Recorder.encoded(
                        Base64.getEncoder().encodeToString(deflated.toByteArray()))));
    page =
        recorder.post(
            "saml: password page", page.action("#kc-form-login"), Map.of("username", "anna"));
    page = recorder.post("saml: done", page.action("#kc-form-login"), Map.of("password", PASSWORD));
    recorder.note(
        "saml: response",
        new String(
            Base64.getDecoder().decode(page.value("input[name=SAMLResponse]")),
            StandardCharsets.UTF_8));
  }

  private void administrators() throws Exception {
    recorder.newBrowser();
    Recorder.Answer created =
        recorder.postJson(
            "admin: new user",
            server.resolve("/admin/realms/shop/users"),
            "{\"username\":\"late\",\"enabled\":true}",
            "Authorization",
            "Bearer " + administrator());
    expect(created, 201);
    for (String realm : List.of("shop", "master")) {
      for (String view : ADMIN_VIEWS) {
        Recorder.Answer answer =
            recorder.get(
                "admin: " + realm + view,
                server.resolve("/admin/realms/" + realm + view),
                "Authorization",
                "Bearer " + administrator(),
                "Accept",
                "application/json");
        if (ALWAYS_THERE.contains(view)) {
          expect(answer, 200);
        }
      }
    }
    recorder.newBrowser();
    recorder.get(
        "admin: login page",
        server.resolve(
            "/realms/master/protocol/openid-connect/auth?client_id=security-admin-console"
                + "&response_type=code&scope=openid&redirect_uri="
                + Recorder.encoded(server + "/admin/master/console/")
                + "&code_challenge_method=S256&code_challenge="
                + "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
  }

  /** One sign-in, to its end. */
  Recorder.Answer signIn(String username, String step, String client) throws Exception {
    return signIn(username, step, client, PASSWORD);
  }

  Recorder.Answer signIn(String username, String step, String client, String password)
      throws Exception {
    Recorder.Answer page = name(username, step, client);
    return recorder.post(
        step + "password", page.action("#kc-form-login"), Map.of("password", password));
  }

  Recorder.Answer name(String username, String step, String client) throws Exception {
    Recorder.Answer page = recorder.get(step + "page", authorization(client));
    return recorder.post(
        step + "name", page.action("#kc-form-login"), Map.of("username", username));
  }

  /** One registration, to its end. */
  Recorder.Answer register(String username, String step) throws Exception {
    recorder.newBrowser();
    Recorder.Answer page = recorder.get(step + "page", registration());
    return recorder.post(step + "done", page.action("#kc-register-form"), applicant(username));
  }

  Recorder recorder() {
    return recorder;
  }

  /** Two answers that are equal because both are errors would prove nothing. */
  private static void expect(Recorder.Answer answer, int status) {
    if (answer.status() != status) {
      throw new AssertionError(answer.status() + " " + answer.uri() + ": " + answer.body());
    }
  }

  private static Map<String, String> applicant(String username) {
    return Map.of(
        "username", username,
        "email", username + "@shop.example",
        "firstName", "Nora",
        "lastName", "Neu",
        "password", "a-long-password-1",
        "password-confirm", "a-long-password-1");
  }

  private static String code(Recorder.Answer answer) {
    String query =
        answer
            .location()
            .orElseThrow(() -> new AssertionError(answer.status() + ": " + answer.body()))
            .getQuery();
    for (String field : query.split("&", -1)) {
      if (field.startsWith("code=")) {
        return field.substring("code=".length());
      }
    }
    throw new AssertionError("no code in " + query);
  }

  private JsonNode tokens(String step, Map<String, String> form) throws Exception {
    Recorder.Answer answer = recorder.post(step, endpoint("token"), form);
    JsonNode tokens = JSON.readTree(answer.body());
    for (String token : List.of("access_token", "id_token", "refresh_token")) {
      if (tokens.has(token)) {
        recorder.note(step + ": claims of " + token, claims(tokens.path(token).asText()));
      }
    }
    return tokens;
  }

  private static String claims(String token) throws IOException {
    return JSON.writerWithDefaultPrettyPrinter()
        .writeValueAsString(JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1])));
  }

  private String administrator() throws Exception {
    Recorder asking = new Recorder();
    Recorder.Answer answer =
        asking.post(
            "token",
            server.resolve("/realms/master/protocol/openid-connect/token"),
            Map.of(
                "grant_type", "password",
                "client_id", "admin-cli",
                "username", "admin",
                "password", "admin"));
    return JSON.readTree(answer.body()).path("access_token").asText();
  }

  private URI endpoint(String name) {
    return server.resolve("/realms/shop/protocol/openid-connect/" + name);
  }

  private URI authorization(String client) {
    return URI.create(
        endpoint("auth")
            + "?response_type=code&scope=openid&state=s&nonce=n&client_id="
            + client
            + "&redirect_uri="
            + Recorder.encoded("http://127.0.0.1/" + client));
  }

  private URI registration() {
    return URI.create(authorization("spa").toString().replace("/auth?", "/registrations?"));
  }
}
