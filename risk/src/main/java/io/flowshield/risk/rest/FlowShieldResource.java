package io.flowshield.risk.rest;

import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.session.RegistrationLinks;
import io.flowshield.risk.store.Limits;
import io.flowshield.risk.store.OwnTransaction;
import io.flowshield.risk.store.SagaView;
import io.flowshield.risk.store.SagaViewStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.util.LocaleUtil;
import org.keycloak.theme.Theme;

/** The public part: the links of mails, where a registration stands, and hints for forms. */
public final class FlowShieldResource {
  private static final String PAGE = "flowshield-status.ftl";

  private final KeycloakSession session;
  private final RealmModel realm;
  private final HintLimit hintLimit;

  FlowShieldResource(KeycloakSession session, HintLimit hintLimit) {
    this.session = session;
    this.hintLimit = hintLimit;
    this.realm = session.getContext().getRealm();
    // Waiting pages and sagas ask again and again; what hangs behind a lock would pile up.
    OwnTransaction.limit(session, Limits.REQUEST);
  }

  /** The worker's part. */
  @Path("worker")
  public WorkerResource worker() {
    return new WorkerResource(session);
  }

  /**
   * The mail's link. Mail scanners follow links, so this only shows a page with a button, or that
   * it has been pressed.
   */
  @GET
  @Path("verify")
  public Response verify(@QueryParam("token") @Nullable String token) {
    UserModel user = new RegistrationLinks(session, realm).verified(token).orElse(null);
    if (user == null || token == null) {
      return page("invalid", Response.Status.BAD_REQUEST);
    }
    if (!user.isEnabled()) {
      return statusPage(user, sagaOf(user.getId()), Response.Status.GONE);
    }
    if (user.isEmailVerified()) {
      return page("confirmed", Response.Status.OK);
    }
    // Keycloak's list of languages takes the token from the page's own address, also after the
    // button: so the button posts to an address that has it.
    return form("confirm")
        .setAttribute("flowshieldToken", token)
        .setAttribute(
            "flowshieldActionUrl",
            session
                .getContext()
                .getUri()
                .getAbsolutePathBuilder()
                .queryParam("token", token)
                .build()
                .toString())
        .createForm(PAGE);
  }

  /**
   * The button. The signed token in the form is the proof, and nobody else's browser knows it.
   * Pressing it again changes nothing.
   */
  @POST
  @Path("verify")
  public Response confirm() {
    String token =
        session.getContext().getHttpRequest().getDecodedFormParameters().getFirst("token");
    UserModel user = new RegistrationLinks(session, realm).verified(token).orElse(null);
    if (user == null) {
      return page("invalid", Response.Status.BAD_REQUEST);
    }
    if (!user.isEnabled()) {
      return statusPage(user, sagaOf(user.getId()), Response.Status.GONE);
    }
    if (!user.isEmailVerified()) {
      user.setEmailVerified(true);
      RiskNodes.of(session)
          .outbox()
          .append(session, realm.getId(), user.getId(), OutboxEvent.Type.EMAIL_VERIFIED, Map.of());
      new EventBuilder(realm, session, session.getContext().getConnection())
          .event(EventType.VERIFY_EMAIL)
          .user(user)
          .success();
    }
    return page("confirmed", Response.Status.OK);
  }

  /** The link of a mail that tells of a login. */
  @Path("not-me")
  public NotMeResource notMe() {
    return new NotMeResource(session);
  }

  /** What a password is worth that somebody is typing into one of this server's forms. */
  @POST
  @Path("password-strength")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response passwordStrength(InputStream body) {
    return new FormHints(session, realm, hintLimit).password(body);
  }

  /** Whether the domain of an address that somebody is typing looks wrong. */
  @POST
  @Path("email-hint")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response emailHint(InputStream body) {
    return new FormHints(session, realm, hintLimit).email(body);
  }

  /** Where a registration stands: JSON for the waiting page's script, a page for a browser. */
  @GET
  @Path("registration/status")
  public Response status(@QueryParam("token") @Nullable String token) {
    boolean html = PreferredType.isHtml(session);
    Optional<String> userId = new RegistrationLinks(session, realm).shown(token);
    if (userId.isEmpty()) {
      if (html) {
        return page("invalid", Response.Status.FORBIDDEN);
      }
      throw new Refusal(Response.Status.FORBIDDEN, "The token is not valid (any more)");
    }
    UserModel user = session.users().getUserById(realm, userId.get());
    Optional<SagaView> view = sagaOf(userId.get());
    if (html) {
      return statusPage(user, view, Response.Status.OK);
    }
    String phase = phase(user, view);
    String reason = reason(view);
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("phase", phase);
    state.put("final", phase.equals(SagaView.FINALISED) || phase.equals(SagaView.COMPENSATED));
    state.put("reason", reason);
    Properties texts = texts(user);
    state.put("message", texts.getProperty("flowshield.phase." + phase, phase));
    state.put(
        "reasonMessage",
        reason.isEmpty()
            ? ""
            : texts.getProperty(
                "flowshield.reason." + reason + ".user",
                texts.getProperty("flowshield.reason.OTHER.user", "")));
    return Json.ok(state);
  }

  private Optional<SagaView> sagaOf(String userId) {
    return new SagaViewStore(session).find(realm.getId(), userId);
  }

  private Response statusPage(
      @Nullable UserModel user, Optional<SagaView> view, Response.Status status) {
    return form("status")
        .setAttribute("flowshieldState", phase(user, view))
        .setAttribute("flowshieldReason", reason(view))
        .setStatus(status)
        .createForm(PAGE);
  }

  private static String reason(Optional<SagaView> view) {
    return view.map(SagaView::reason).orElse("");
  }

  /** The account is the truth where the projection is behind. */
  private static String phase(@Nullable UserModel user, Optional<SagaView> view) {
    if (user == null) {
      return SagaView.COMPENSATED;
    }
    boolean pending =
        user.getRequiredActionsStream().anyMatch(DecisionNotes.PENDING_ACTION::equals);
    if (user.isEnabled() && !pending) {
      return SagaView.FINALISED;
    }
    return view.map(SagaView::phase).orElse(SagaView.FIRST_PHASE);
  }

  private Properties texts(@Nullable UserModel user) {
    try {
      return session
          .theme()
          .getTheme(Theme.Type.LOGIN)
          .getEnhancedMessages(realm, session.getContext().resolveLocale(user));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Response page(String mode, Response.Status status) {
    return form(mode).setStatus(status).createForm(PAGE);
  }

  private LoginFormsProvider form(String mode) {
    // The page's list of languages.
    LocaleUtil.processLocaleParam(session, realm, null);
    return session
        .getProvider(LoginFormsProvider.class)
        .setAttribute("flowshieldMode", mode)
        .setResponseHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
