package io.flowshield.worker.keycloak;

import io.flowshield.worker.http.JsonHttp;
import io.flowshield.worker.http.JsonHttp.Answer;
import io.flowshield.workflow.AccountRef;
import io.flowshield.workflow.FailureTypes;
import io.flowshield.workflow.MailRequest;
import io.flowshield.workflow.RequirementOrder;
import io.flowshield.workflow.RequirementView;
import io.flowshield.workflow.SagaState;
import io.flowshield.workflow.SagaView;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls {@code /realms/{realm}/flowshield/worker}. Each method is idempotent at the other end and
 * raises an {@link ApplicationFailure} of one of {@link FailureTypes}, already marked as retryable
 * or not. Thread-safe.
 */
public final class KeycloakClient {
  private static final int SPARE_SECONDS = 15;

  private final JsonHttp http = new JsonHttp();
  private final String url;
  private final String clientId;
  private final String clientSecret;
  private final Clock clock;
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();

  /**
   * @param url Keycloak's base address
   * @param clientId of the worker's client, the same in every realm
   * @param clientSecret its secret
   */
  public KeycloakClient(URI url, String clientId, String clientSecret, Clock clock) {
    String base = url.toString();
    this.url = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.clock = clock;
  }

  /** The account. */
  public Registration registration(AccountRef account) {
    return read(call(account, "GET", registrationPath(account, ""), null), Registration.class);
  }

  /** What its form was judged by. */
  public RecordedRisk risk(AccountRef account) {
    return read(call(account, "GET", registrationPath(account, "/risk"), null), RecordedRisk.class);
  }

  /** Ensures attributes and groups. */
  public void prepare(AccountRef account, Map<String, String> attributes, List<String> groups) {
    call(
        account,
        "PUT",
        registrationPath(account, "/account"),
        Map.of("attributes", attributes, "groups", groups));
  }

  /**
   * Sends a mail, unless one with the same key went out before.
   *
   * @param paragraph plain text to go with it; only for a realm that has asked for such
   */
  public void mail(MailRequest mail, Optional<String> paragraph) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("kind", mail.kind().name());
    body.put("reason", mail.reason());
    // A Keycloak that does not know the word would refuse it.
    paragraph.ifPresent(text -> body.put("paragraph", text));
    Answer answer =
        send(
            mail.account(),
            "POST",
            registrationPath(mail.account(), "/mails"),
            body,
            Map.of("Idempotency-Key", mail.idempotencyKey()));
    if (answer.status() == 502) {
      throw ApplicationFailure.newFailure(
          "Keycloak could not hand the mail to the mail server", FailureTypes.MAIL_FAILED);
    }
    check(answer);
  }

  /** Puts the account into use. */
  public void finalise(AccountRef account) {
    call(account, "POST", registrationPath(account, "/finalise"), Map.of());
  }

  /** Disables the account. */
  public void withdraw(AccountRef account, String reason) {
    call(account, "POST", registrationPath(account, "/withdraw"), Map.of("reason", reason));
  }

  /** What is required of a user. */
  public RequirementView requirement(AccountRef account) {
    return read(call(account, "GET", requirementPath(account), null), RequirementView.class);
  }

  /**
   * Requires something else, unless somebody has changed it meanwhile.
   *
   * @return what is required then
   */
  public RequirementView require(RequirementOrder order) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("expectedSinceMillis", order.expectedSinceMillis());
    body.put("kind", order.kind());
    body.put("reason", order.reason());
    body.put("untilMillis", order.untilMillis());
    AccountRef account = order.account();
    return read(call(account, "PUT", requirementPath(account), body), RequirementView.class);
  }

  /** Shows a saga's state. */
  public void publish(SagaView view) {
    SagaState state = view.state();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("userId", view.account().userId());
    body.put("phase", state.phase().name());
    body.put("score", state.score());
    body.put("level", state.level());
    body.put("modelVersion", state.modelVersion());
    body.put("reason", state.reason());
    body.put("detail", state.detail());
    body.put("provisioned", state.provisioned());
    body.put("attempt", view.attempt());
    call(view.account(), "PUT", "/sagas/" + encode(view.workflowId()), body);
  }

  private static String registrationPath(AccountRef account, String rest) {
    return "/registrations/" + encode(account.userId()) + rest;
  }

  private static String requirementPath(AccountRef account) {
    return "/requirements/" + encode(account.userId());
  }

  private Answer call(AccountRef account, String method, String path, @Nullable Object body) {
    return check(send(account, method, path, body, Map.of()));
  }

  private Answer send(
      AccountRef account,
      String method,
      String path,
      @Nullable Object body,
      Map<String, String> headers) {
    URI target = URI.create(realmUrl(account) + "/flowshield/worker" + path);
    try {
      Answer answer = http.send(request(account, method, target, body, headers));
      if (answer.status() == 401) {
        // The server may have forgotten the token, for example because its keys were rotated.
        tokens.remove(account.realm());
        answer = http.send(request(account, method, target, body, headers));
      }
      return answer;
    } catch (IOException e) {
      throw unavailable("no answer (" + e.getClass().getSimpleName() + ")");
    }
  }

  private HttpRequest request(
      AccountRef account,
      String method,
      URI target,
      @Nullable Object body,
      Map<String, String> headers)
      throws IOException {
    HttpRequest.Builder request =
        JsonHttp.request(target)
            .header("Authorization", "Bearer " + token(account))
            .header("Accept", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : JsonHttp.json(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    return request.build();
  }

  private String token(AccountRef account) throws IOException {
    Token known = tokens.get(account.realm());
    Instant now = clock.instant();
    if (known != null && now.isBefore(known.goodUntil())) {
      return known.value();
    }
    Answer answer =
        http.send(
            JsonHttp.request(URI.create(realmUrl(account) + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id="
                            + encode(clientId)
                            + "&client_secret="
                            + encode(clientSecret)))
                .build());
    if (!answer.succeeded()) {
      throw unavailable("no token for the worker: HTTP " + answer.status());
    }
    TokenAnswer granted = answer.as(TokenAnswer.class);
    tokens.put(
        account.realm(),
        new Token(
            granted.access_token(),
            now.plusSeconds(Math.max(0, granted.expires_in() - SPARE_SECONDS))));
    return granted.access_token();
  }

  private String realmUrl(AccountRef account) {
    return url + "/realms/" + encode(account.realm());
  }

  private static Answer check(Answer answer) {
    if (answer.succeeded()) {
      return answer;
    }
    int status = answer.status();
    if (status == 404) {
      throw ApplicationFailure.newNonRetryableFailure(
          "Keycloak has no such account", FailureTypes.ACCOUNT_GONE);
    }
    // 401 and 403 are the operator's to mend: the saga waits for it.
    if (answer.mayPass() || status == 401 || status == 403 || status / 100 == 3) {
      throw unavailable("HTTP " + status);
    }
    throw ApplicationFailure.newNonRetryableFailure(
        "Keycloak: HTTP " + status, FailureTypes.KEYCLOAK_REFUSED);
  }

  private static <T> T read(Answer answer, Class<T> type) {
    try {
      return answer.as(type);
    } catch (IOException e) {
      throw unavailable("an answer that is no " + type.getSimpleName());
    }
  }

  private static ApplicationFailure unavailable(String what) {
    return ApplicationFailure.newFailure("Keycloak: " + what, FailureTypes.KEYCLOAK_UNAVAILABLE);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private record Token(String value, Instant goodUntil) {}

  private record TokenAnswer(String access_token, long expires_in) {}
}
