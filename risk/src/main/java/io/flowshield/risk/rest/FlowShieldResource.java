package io.flowshield.risk.rest;

import io.flowshield.ml.EngineHealth;
import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.policy.BehaviourCapture;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.session.RegistrationLinks;
import io.flowshield.risk.store.Limits;
import io.flowshield.risk.store.OwnTransaction;
import io.flowshield.risk.store.SagaView;
import io.flowshield.risk.store.SagaViewStore;
import io.flowshield.risk.store.UserRow;
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
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.util.LocaleUtil;
import org.keycloak.theme.Theme;

/**
 * The public part: the links of mails, where a registration stands, hints for forms, security
 * events, and the page that administrators open.
 */
public final class FlowShieldResource {
  private static final String PAGE = "flowshield-status.ftl";

  private final KeycloakSession session;
  private final RealmModel realm;
  private final RateLimit limit;
  private final Semaphore hintPlaces;

  FlowShieldResource(KeycloakSession session, RateLimit limit, Semaphore hintPlaces) {
    this.session = session;
    this.limit = limit;
    this.hintPlaces = hintPlaces;
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
  @Operation(summary = "The page that a mail's link leads to")
  @APIResponse(
      responseCode = "200",
      description = "A page with a button, or that the address is confirmed")
  @APIResponse(responseCode = "400", description = "A page: the link is not valid")
  @APIResponse(responseCode = "410", description = "A page: the registration was withdrawn")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @GET
  @Path("verify")
  public Response verify(@QueryParam("token") @Nullable String token) {
    admit();
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
  @Operation(summary = "That page's button; the form field token is the proof")
  @APIResponse(responseCode = "200", description = "A page: the address is confirmed")
  @APIResponse(responseCode = "400", description = "A page: the link is not valid")
  @APIResponse(responseCode = "410", description = "A page: the registration was withdrawn")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @POST
  @Path("verify")
  public Response confirm() {
    admit();
    String token =
        session.getContext().getHttpRequest().getDecodedFormParameters().getFirst("token");
    UserModel user = new RegistrationLinks(session, realm).verified(token).orElse(null);
    if (user == null) {
      return page("invalid", Response.Status.BAD_REQUEST);
    }
    if (!user.isEnabled()) {
      return statusPage(user, sagaOf(user.getId()), Response.Status.GONE);
    }
    if (!UserRow.lock(session, user.getId()).orElseGet(user::isEmailVerified)) {
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
    admit();
    return new NotMeResource(session);
  }

  /** What a password is worth that somebody is typing into one of this server's forms. */
  @Operation(summary = "What a password is worth that somebody is typing")
  @RequestBody(
      content = @Content(schema = @Schema(implementation = FormHints.PasswordQuestion.class)))
  @APIResponse(responseCode = "200", description = "A level from 0 to 4 and sentences")
  @APIResponse(
      responseCode = "403",
      description = "Only pages of this server may ask (header Origin)")
  @APIResponse(responseCode = "404", description = "The realm gives no hints")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @POST
  @Path("password-strength")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response passwordStrength(InputStream body) {
    return new FormHints(session, realm, limit, hintPlaces).password(body);
  }

  /** Whether the domain of an address that somebody is typing looks wrong. */
  @Operation(summary = "Whether the domain of an address that somebody is typing looks wrong")
  @RequestBody(content = @Content(schema = @Schema(implementation = FormHints.EmailQuestion.class)))
  @APIResponse(responseCode = "200", description = "Sentences")
  @APIResponse(
      responseCode = "403",
      description = "Only pages of this server may ask (header Origin)")
  @APIResponse(responseCode = "404", description = "The realm gives no hints")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @POST
  @Path("email-hint")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response emailHint(InputStream body) {
    return new FormHints(session, realm, limit, hintPlaces).email(body);
  }

  /** What is kept of the caller. */
  @Path("account")
  public OwnDataResource own() {
    admit();
    return new OwnDataResource(session, realm);
  }

  /**
   * Whether forms may record how they are filled in: {@code on}, {@code consent} (theirs who
   * agreed) or {@code off}. The capture script asks it.
   */
  @Operation(summary = "Whether forms may record how they are filled in")
  @APIResponse(responseCode = "200", description = "on, consent or off")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @GET
  @Path("capture")
  public Response capture() {
    admit();
    BehaviourCapture setting =
        RiskNodes.of(session).enabled()
            ? RealmSettings.behaviourCapture(realm)
            : BehaviourCapture.OFF;
    return Json.ok(Map.of("capture", setting.word()));
  }

  /** The administrators' page. */
  @Path("console")
  public ConsoleResource console() {
    admit();
    if (!RiskNodes.of(session).enabled()) {
      throw Refusal.notFound();
    }
    return new ConsoleResource(session, realm);
  }

  /** A security event token of the realm's transmitter (RFC 8935). */
  @Operation(summary = "Takes a security event token of the realm's transmitter (RFC 8935)")
  @RequestBody(
      content =
          @Content(
              mediaType = "application/secevent+jwt",
              schema = @Schema(implementation = String.class)))
  @APIResponse(responseCode = "202", description = "Taken, now or before")
  @APIResponse(
      responseCode = "400",
      description = "Refused; err says why",
      content = @Content(schema = @Schema(implementation = SecurityEventDoor.RefusedEvent.class)))
  @APIResponse(
      responseCode = "401",
      description = "The transmitter is not known",
      content = @Content(schema = @Schema(implementation = SecurityEventDoor.RefusedEvent.class)))
  @APIResponse(responseCode = "404", description = "The realm takes none")
  @APIResponse(
      responseCode = "413",
      description = "More than 64 KiB",
      content = @Content(schema = @Schema(implementation = SecurityEventDoor.RefusedEvent.class)))
  @APIResponse(responseCode = "415", description = "Not application/secevent+jwt")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @APIResponse(responseCode = "503", description = "Not now; Retry-After says when")
  @POST
  @Path("ssf/events")
  @Consumes("application/secevent+jwt")
  public Response securityEvent(InputStream body) {
    return new SecurityEventDoor(session, realm, limit).receive(body);
  }

  /** Where a registration stands: JSON for the waiting page's script, a page for a browser. */
  @Operation(summary = "Where a registration stands")
  @APIResponse(
      responseCode = "200",
      description = "Its phase; a page for a browser, JSON otherwise")
  @APIResponse(responseCode = "403", description = "The token is not valid (any more)")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @GET
  @Path("registration/status")
  public Response status(@QueryParam("token") @Nullable String token) {
    admit();
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

  /** For load balancers; says no more than that, to anybody. */
  @Operation(summary = "Whether this node's models have been loaded, or given up on")
  @APIResponse(responseCode = "200", description = "It judges, by models or by rules")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @APIResponse(responseCode = "503", description = "Models are being loaded; rules judge meanwhile")
  @GET
  @Path("ready")
  public Response ready() {
    admit();
    boolean loading =
        RiskNodes.of(session).engine().health().models().stream()
            .anyMatch(model -> model.state().equals(EngineHealth.Model.LOADING));
    return Json.of(
        loading ? Response.Status.SERVICE_UNAVAILABLE : Response.Status.OK,
        Map.of("ready", !loading));
  }

  private void admit() {
    limit.require(
        RateLimit.Kind.PAGES,
        realm.getId(),
        RiskNodes.of(session).contexts().network(session, realm).prefix());
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
