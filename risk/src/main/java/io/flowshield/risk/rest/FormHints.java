package io.flowshield.risk.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.email.DomainTypos;
import io.flowshield.ml.password.PasswordAssessment;
import io.flowshield.risk.RiskNode;
import io.flowshield.risk.RiskService;
import io.flowshield.risk.password.PasswordHints;
import io.flowshield.risk.policy.RealmSettings;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/**
 * Hints for somebody who fills in a form: sentences in his language, never a score, and nothing
 * that depends on who has an account. Looks at what was sent and forgets it.
 */
final class FormHints {
  /** The step that binds the registration form. */
  private static final String REGISTRATION_STEP = "flowshield-registration-risk";

  private static final int MOST_BYTES = 4096;
  private static final int DEEPEST_FLOW = 8;

  /** From this level on a password needs no advice. */
  private static final int GOOD = 3;

  private final KeycloakSession session;
  private final RealmModel realm;
  private final RateLimit limit;
  private final Semaphore places;

  /**
   * @param places how many are answered at once
   */
  FormHints(KeycloakSession session, RealmModel realm, RateLimit limit, Semaphore places) {
    this.session = session;
    this.realm = realm;
    this.limit = limit;
    this.places = places;
  }

  /**
   * A password as far as it is typed, and what else is on the form.
   *
   * @param locale the page's language; the browser's counts when there is none
   */
  record PasswordQuestion(
      @JsonProperty(required = true) @Nullable String password,
      @Nullable String username,
      @Nullable String email,
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String locale) {
    @Override
    public String toString() {
      return "PasswordQuestion[hidden]";
    }
  }

  /**
   * An address as far as it is typed.
   *
   * @param locale as above
   */
  record EmailQuestion(
      @JsonProperty(required = true) @Nullable String email, @Nullable String locale) {
    @Override
    public String toString() {
      return "EmailQuestion[hidden]";
    }
  }

  /** {@code {"level": 0 to 4, "summary": "...", "hints": ["...", ...]}}. */
  Response password(InputStream body) {
    return answered(
        () -> {
          PasswordQuestion asked = Json.read(body, PasswordQuestion.class, MOST_BYTES);
          String password = text(asked.password());
          if (password.isEmpty()) {
            throw Refusal.badRequest("There is no password");
          }
          Optional<PasswordAssessment> known =
              session.getProvider(RiskService.class).assessPassword(realm, password, facts(asked));
          Map<String, Object> answer = new LinkedHashMap<>();
          if (known.isPresent()) {
            PasswordAssessment assessment = known.get();
            int level = PasswordHints.level(assessment);
            Properties texts = texts(asked.locale());
            answer.put("level", level);
            answer.put("summary", text(texts, "flowshield.password.level." + level));
            answer.put(
                "hints",
                level >= GOOD
                    ? List.of()
                    : PasswordHints.all(assessment).stream().map(key -> text(texts, key)).toList());
          } else {
            answer.put("hints", List.of());
          }
          return Json.ok(answer);
        });
  }

  /** {@code {"hints": ["...", ...]}}; the address itself is never looked up. */
  Response email(InputStream body) {
    return answered(
        () -> {
          EmailQuestion asked = Json.read(body, EmailQuestion.class, MOST_BYTES);
          String email = text(asked.email());
          String domain = email.substring(email.lastIndexOf('@') + 1).strip();
          List<String> hints = new ArrayList<>();
          if (email.indexOf('@') > 0 && !domain.isEmpty()) {
            Properties texts = texts(asked.locale());
            DomainTypos.meant(domain)
                .ifPresent(meant -> hints.add(text(texts, "flowshield.email.hint.TYPO", meant)));
            if (RiskNodes.of(session).engine().isDisposable(domain)) {
              hints.add(text(texts, "flowshield.email.hint.DISPOSABLE"));
            }
          }
          return Json.ok(Map.of("hints", hints));
        });
  }

  private Response answered(Supplier<Response> work) {
    RiskNode node = RiskNodes.of(session);
    if (!node.enabled() || !isOn()) {
      throw Refusal.notFound();
    }
    if (!comesFromOurPages()) {
      throw new Refusal(Response.Status.FORBIDDEN, "Only pages of this server may ask");
    }
    limit.require(
        RateLimit.Kind.HINTS, realm.getId(), node.contexts().network(session, realm).prefix());
    if (!places.tryAcquire()) {
      throw Refusal.tooMany("Too many ask at once", 1);
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  /**
   * On where the realm says so; where it says nothing, with the registration form that we judge.
   */
  private boolean isOn() {
    return RealmSettings.liveHints(realm)
        .orElseGet(() -> realm.isRegistrationAllowed() && judges(realm.getRegistrationFlow(), 0));
  }

  private boolean judges(@Nullable AuthenticationFlowModel flow, int depth) {
    return flow != null
        && depth < DEEPEST_FLOW
        && realm
            .getAuthenticationExecutionsStream(flow.getId())
            .filter(AuthenticationExecutionModel::isEnabled)
            .anyMatch(
                step ->
                    step.isAuthenticatorFlow()
                        ? judges(realm.getAuthenticationFlowById(step.getFlowId()), depth + 1)
                        : REGISTRATION_STEP.equals(step.getAuthenticator()));
  }

  /** Browsers send the origin with every POST of a script, and scripts cannot change it. */
  private boolean comesFromOurPages() {
    String origin =
        session.getContext().getHttpRequest().getHttpHeaders().getHeaderString("Origin");
    if (origin == null) {
      return false;
    }
    try {
      URI theirs = URI.create(origin);
      URI ours = session.getContext().getUri().getBaseUri();
      return ours.getScheme().equals(theirs.getScheme())
          && ours.getHost().equalsIgnoreCase(theirs.getHost())
          && port(ours) == port(theirs);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
  }

  private static RegistrationFacts facts(PasswordQuestion asked) {
    String email = text(asked.email()).toLowerCase(Locale.ROOT);
    int at = email.lastIndexOf('@');
    return new RegistrationFacts(
        text(asked.username()),
        at < 0 ? email : email.substring(0, at),
        at < 0 ? "" : email.substring(at + 1),
        text(asked.firstName()),
        text(asked.lastName()),
        "");
  }

  private Properties texts(@Nullable String locale) {
    Locale language =
        locale != null
                && realm.isInternationalizationEnabled()
                && realm.getSupportedLocalesStream().anyMatch(locale::equals)
            ? Locale.forLanguageTag(locale)
            : session.getContext().resolveLocale(null);
    try {
      return session.theme().getTheme(Theme.Type.LOGIN).getEnhancedMessages(realm, language);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Properties texts, String key, String... values) {
    return new MessageFormat(texts.getProperty(key, key), Locale.ROOT).format(values);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
