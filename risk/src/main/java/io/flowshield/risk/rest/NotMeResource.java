package io.flowshield.risk.rest;

import io.flowshield.risk.RiskNode;
import io.flowshield.risk.alert.NotMe;
import io.flowshield.risk.alert.NotMeLink;
import io.flowshield.risk.learning.Losses;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.session.Passwords;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.util.LocaleUtil;

/**
 * The link "this was not me" of a mail. Mail scanners follow links, so opening it only asks; the
 * form on that page, or JSON with the same token, does it. The signed token is the proof, and
 * nobody else's browser knows it. Whatever is wrong with a token, the answer is one and the same.
 */
public final class NotMeResource {
  private static final Logger LOG = Logger.getLogger(NotMeResource.class);
  private static final String PAGE = "flowshield-not-me.ftl";
  private static final String ACTION = "flowshield-not-me";

  private final KeycloakSession session;
  private final RealmModel realm;

  NotMeResource(KeycloakSession session) {
    this.session = session;
    this.realm = session.getContext().getRealm();
  }

  private record Login(UserModel user, Decision decision) {}

  /** The body of a program's word. */
  record Word(@Nullable String token) {}

  private enum State {
    ASK,
    DONE,
    INVALID,
    LATER
  }

  /** Asks whether it was the user; does nothing. */
  @Operation(summary = "The page behind the link of a mail that tells of a login")
  @APIResponse(responseCode = "200", description = "A page with a button, or JSON with a state")
  @APIResponse(responseCode = "400", description = "The link is not valid (any more)")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @GET
  public Response ask(@QueryParam("token") @Nullable String token) {
    Login login = login(token).orElse(null);
    if (login == null || token == null) {
      return invalid();
    }
    if (login.decision().disowned() != null) {
      return done(login);
    }
    if (!PreferredType.isHtml(session)) {
      return json(State.ASK, Map.of("time", login.decision().time().toString()));
    }
    // Keycloak's list of languages takes the token from the page's own address, also after the
    // button: so the button posts to an address that has it.
    return form(State.ASK)
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

  /** The button: what {@link #confirm(InputStream)} does, by the page's own form. */
  @Operation(hidden = true)
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response confirm() {
    return confirm(
        session.getContext().getHttpRequest().getDecodedFormParameters().getFirst("token"));
  }

  /** A program's word. */
  @Operation(summary = "Says that a login was somebody else: sessions end, the password changes")
  @RequestBody(content = @Content(schema = @Schema(implementation = Word.class)))
  @APIResponse(responseCode = "200", description = "Done, now or before")
  @APIResponse(responseCode = "400", description = "The link is not valid (any more)")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @APIResponse(responseCode = "503", description = "Nothing was done; try again")
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response confirm(InputStream body) {
    return confirm(Json.read(body, Word.class).token());
  }

  private Response confirm(@Nullable String token) {
    Login login = login(token).orElse(null);
    if (login == null) {
      event().error(Errors.INVALID_TOKEN);
      return invalid();
    }
    RiskNode node = RiskNodes.of(session);
    boolean first;
    try {
      first =
          new NotMe(session, realm, node.requirements(), node.clock())
              .confirm(login.user(), login.decision().id());
    } catch (RuntimeException e) {
      LOG.warnf(e, "Not taken: the login of decision %s was not me", login.decision().id());
      return later();
    }
    if (first) {
      node.losses().count(Losses.Kind.LOGINS_DISOWNED);
      node.learner().takeBack(session, realm.getId(), login.user().getId(), login.decision().id());
      event()
          .user(login.user())
          .detail(DecisionNotes.DECISION_DETAIL, login.decision().id())
          .success();
    }
    return done(login);
  }

  private Optional<Login> login(@Nullable String token) {
    return new NotMeLink(session, realm)
        .login(token)
        .flatMap(
            linked ->
                new DecisionStore(session)
                    .find(realm.getId(), linked.decisionId())
                    .filter(decision -> linked.userId().equals(decision.userId()))
                    .flatMap(
                        decision ->
                            Optional.ofNullable(session.users().getUserById(realm, linked.userId()))
                                .map(user -> new Login(user, decision))));
  }

  private EventBuilder event() {
    return new EventBuilder(realm, session, session.getContext().getConnection())
        .event(EventType.EXECUTE_ACTION_TOKEN)
        .detail(Details.ACTION, ACTION);
  }

  private Response done(Login login) {
    boolean change = Passwords.canChange(realm, login.user());
    return PreferredType.isHtml(session)
        ? form(State.DONE).setAttribute("flowshieldPasswordHere", change).createForm(PAGE)
        : json(State.DONE, Map.of("passwordChangeRequired", change));
  }

  private Response invalid() {
    return refused(State.INVALID, Response.Status.BAD_REQUEST, "The link is not valid (any more)");
  }

  private Response later() {
    return refused(State.LATER, Response.Status.SERVICE_UNAVAILABLE, "Nothing was done; try again");
  }

  private Response refused(State state, Response.Status status, String error) {
    return PreferredType.isHtml(session)
        ? form(state).setStatus(status).createForm(PAGE)
        : Json.of(status, Map.of("error", error));
  }

  private static Response json(State state, Map<String, Object> more) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("state", state.name());
    body.putAll(more);
    return Json.ok(body);
  }

  private LoginFormsProvider form(State state) {
    // The page's list of languages.
    LocaleUtil.processLocaleParam(session, realm, null);
    return session
        .getProvider(LoginFormsProvider.class)
        .setAttribute("flowshieldMode", state.name().toLowerCase(Locale.ROOT))
        .setResponseHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
