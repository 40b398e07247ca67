package io.flowshield.risk.rest;

import io.flowshield.ml.FeatureVector;
import io.flowshield.risk.RiskNode;
import io.flowshield.risk.learning.FreshVector;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.SagaView;
import io.flowshield.risk.store.SagaViewStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What a workflow needs of Keycloak, and no more: only accounts that came through our registration
 * can be seen or changed, and what is required only of users of whom something is. Every call may
 * be repeated.
 */
public final class WorkerResource {
  private static final Logger LOG = Logger.getLogger(WorkerResource.class);
  private static final int MAX_ENTRIES = 50;

  private final KeycloakSession session;
  private final RealmModel realm;
  private final RiskNode node;

  WorkerResource(KeycloakSession session) {
    this.session = session;
    this.realm = session.getContext().getRealm();
    WorkerAccess.require(session, realm);
    this.node = RiskNodes.of(session);
  }

  @Operation(summary = "The account of a registration")
  @SecurityRequirement(
      name = WorkerAccess.NAME,
      scopes = {"flowshield-worker"})
  @APIResponse(responseCode = "200", description = "Name, address and state of the account")
  @APIResponse(
      responseCode = "404",
      description = "No user of this realm that came through our registration")
  @GET
  @Path("registrations/{userId}")
  public Response registration(@PathParam("userId") String userId) {
    UserModel user = user(userId);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("userId", user.getId());
    body.put("username", user.getUsername());
    body.put("email", user.getEmail());
    body.put("firstName", user.getFirstName());
    body.put("lastName", user.getLastName());
    body.put("locale", session.getContext().resolveLocale(user).toLanguageTag());
    body.put("enabled", user.isEnabled());
    body.put("emailVerified", user.isEmailVerified());
    body.put("pending", isPending(user));
    body.put("generatedParagraph", RealmSettings.generatedParagraph(realm));
    return Json.ok(body);
  }

  @Operation(summary = "The numbers of a registration's decision, with fresh counts")
  @SecurityRequirement(
      name = WorkerAccess.NAME,
      scopes = {"flowshield-worker"})
  @APIResponse(responseCode = "200", description = "The numbers, to be judged again")
  @APIResponse(
      responseCode = "404",
      description = "No user of this realm that came through our registration")
  @GET
  @Path("registrations/{userId}/risk")
  public Response risk(@PathParam("userId") String userId) {
    DecisionStore decisions = new DecisionStore(session);
    UserModel user = user(userId);
    Decision decision =
        decisions.registration(realm.getId(), user.getId()).orElseThrow(Refusal::notFound);
    FeatureVector vector =
        new FreshVector(decisions, node.counters(), node.clock())
            .of(decision, node.contexts().lookalikes(realm, user));
    List<@Nullable Float> values = new ArrayList<>();
    for (float value : vector.values()) {
      values.add(Float.isNaN(value) ? null : value);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("decisionId", decision.id());
    body.put("schema", vector.schema().id());
    body.put("names", vector.schema().names());
    body.put("values", values);
    body.put("prevalence", RealmSettings.of(realm).registrationPrevalence());
    return Json.ok(body);
  }

  /** Attributes and groups to be ensured. */
  record Account(@Nullable Map<String, String> attributes, @Nullable List<String> groups) {}

  @Operation(summary = "Ensures attributes and groups of an account")
  @SecurityRequirement(
      name = WorkerAccess.NAME,
      scopes = {"flowshield-worker"})
  @RequestBody(content = @Content(schema = @Schema(implementation = Account.class)))
  @APIResponse(responseCode = "204", description = "They are there")
  @APIResponse(
      responseCode = "404",
      description = "No user of this realm that came through our registration")
  @PUT
  @Path("registrations/{userId}/account")
  public Response account(@PathParam("userId") String userId, InputStream body) {
    Account wanted = Json.read(body, Account.class);
    Map<String, String> attributes = wanted.attributes() == null ? Map.of() : wanted.attributes();
    List<String> groups = wanted.groups() == null ? List.of() : wanted.groups();
    if (attributes.size() > MAX_ENTRIES || groups.size() > MAX_ENTRIES) {
      throw Refusal.badRequest("Too many attributes or groups");
    }
    UserModel user = user(userId);
    attributes.forEach(
        (name, value) -> {
          if (!value.equals(user.getFirstAttribute(name))) {
            user.setSingleAttribute(name, value);
          }
        });
    for (String path : groups) {
      GroupModel group = KeycloakModelUtils.findGroupByPath(session, realm, path);
      if (group == null) {
        throw Refusal.badRequest("There is no group " + path);
      }
      if (!user.isMemberOf(group)) {
        user.joinGroup(group);
      }
    }
    return Response.noContent().build();
  }

  /** A mail to be sent. */
  record Mail(
      RegistrationMail.@Nullable Kind kind, @Nullable String reason, @Nullable String paragraph) {}

  @Operation(summary = "Sends a mail, once for each key")
  @SecurityRequirement(
      name = WorkerAccess.NAME,
      scopes = {"flowshield-worker"})
  @RequestBody(content = @Content(schema = @Schema(implementation = Mail.class)))
  @APIResponse(responseCode = "204", description = "It is sent, now or before")
  @APIResponse(
      responseCode = "404",
      description = "No user of this realm that came through our registration")
  @APIResponse(responseCode = "502", description = "The mail server did not take it")
  @POST
  @Path("registrations/{userId}/mails")
  public Response mail(
      @PathParam("userId") String userId,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      InputStream body) {
    Mail mail = Json.read(body, Mail.class);
    if (mail.kind() == null) {
      throw Refusal.badRequest("kind is missing");
    }
    if (key == null || key.isBlank() || key.length() > 255) {
      throw Refusal.badRequest("The header Idempotency-Key is missing or too long");
    }
    boolean sent =
        new RegistrationMail(session, realm, node.clock())
            .send(user(userId), mail.kind(), code(mail.reason()), paragraph(mail), key);
    return sent
        ? Response.noContent().build()
        : Json.of(
            Response.Status.BAD_GATEWAY, Map.of("error", "The mail server did not take the mail"));
  }

  @Operation(summary = "Lets a registration's user in")
  @SecurityRequirement(
      name = WorkerAccess.NAME,
      scopes = {"flowshield-worker"})
  @APIResponse(responseCode = "204", description = "The account is open")
  @APIResponse(
      responseCode = "404",
      description = "No user of this realm that came through our registration")
  @POST
  @Path("registrations/{userId}/finalise")
  public Response finalise(@PathParam("userId") String userId) {
    user(userId).removeRequiredAction(DecisionNotes.PENDING_ACTION);
    return Response.noContent().build();
  }

  /** Why an account is withdrawn. */
  record Withdrawal(@Nullable String reason) {}

  @Operation(summary = "Disables an account and ends its sessions")
  @SecurityRequirement(
      name = WorkerAccess.NAME,
      scopes = {"flowshield-worker"})
  @RequestBody(content = @Content(schema = @Schema(implementation = Withdrawal.class)))
  @APIResponse(responseCode = "204", description = "It is withdrawn")
  @APIResponse(
      responseCode = "404",
      description = "No user of this realm that came through our registration")
  @POST
  @Path("registrations/{userId}/withdraw")
  public Response withdraw(@PathParam("userId") String userId, InputStream body) {
    String reason = code(Json.read(body, Withdrawal.class).reason());
    UserModel user = user(userId);
    if (user.isEnabled()) {
      user.setEnabled(false);
    }
    session.users().setNotBeforeForUser(realm, user, (int) node.clock().instant().getEpochSecond());
    session.sessions().removeUserSessions(realm, user);
    new SagaViewStore(session).noteReason(realm.getId(), user.getId(), reason);
    return Response.noContent().build();
  }

  /** A saga's state. */
  record Saga(
      @Nullable String userId,
      @Nullable String phase,
      double score,
      @Nullable String level,
      @Nullable String modelVersion,
      @Nullable String reason,
      @Nullable String detail,
      @Nullable List<String> provisioned,
      int attempt) {}

  @Operation(summary = "Stores where a saga stands")
  @SecurityRequirement(
      name = WorkerAccess.NAME,
      scopes = {"flowshield-worker"})
  @RequestBody(content = @Content(schema = @Schema(implementation = Saga.class)))
  @APIResponse(responseCode = "204", description = "It is stored")
  @PUT
  @Path("sagas/{workflowId}")
  public Response saga(@PathParam("workflowId") String workflowId, InputStream body) {
    Saga saga = Json.read(body, Saga.class);
    String userId = saga.userId();
    String phase = code(saga.phase());
    if (userId == null || userId.length() > 255 || phase.isEmpty() || workflowId.length() > 400) {
      throw Refusal.badRequest("userId or phase is missing or too long");
    }
    SagaView view =
        new SagaView(
            realm.getId(),
            userId,
            workflowId,
            phase,
            saga.score(),
            code(saga.level()),
            text(saga.modelVersion()),
            code(saga.reason()),
            text(saga.detail()),
            saga.provisioned() == null ? List.of() : saga.provisioned(),
            saga.attempt(),
            node.clock().instant());
    SagaViewStore views = new SagaViewStore(session);
    if (session.users().getUserById(realm, userId) == null && view.isFinal()) {
      views.delete(realm.getId(), userId);
    } else {
      views.save(view);
    }
    return Response.noContent().build();
  }

  /** What is required of one user. */
  @Path("requirements/{userId}")
  public WorkerRequirementResource requirement(@PathParam("userId") String userId) {
    return new WorkerRequirementResource(session, realm, node, userId);
  }

  /** A user that came through our registration. */
  private UserModel user(String userId) {
    UserModel user = session.users().getUserById(realm, userId);
    if (user == null || !node.outbox().isRegistered(session, realm.getId(), userId)) {
      throw Refusal.notFound();
    }
    return user;
  }

  /** What is not wanted or not plain is left out: the mail matters more. */
  private String paragraph(Mail mail) {
    if (mail.paragraph() == null
        || mail.kind() == RegistrationMail.Kind.WITHDRAWN
        || !RealmSettings.generatedParagraph(realm)) {
      return "";
    }
    Optional<String> plain = PlainParagraph.of(mail.paragraph());
    if (plain.isEmpty()) {
      LOG.warnf(
          "A paragraph for a mail of realm %s was not plain and is left out", realm.getName());
    }
    return plain.orElse("");
  }

  private static boolean isPending(UserModel user) {
    return user.getRequiredActionsStream().anyMatch(DecisionNotes.PENDING_ACTION::equals);
  }

  /** Phases, levels and reasons are short codes; anything else could not be found in the texts. */
  private static String code(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "";
    }
    if (!value.matches("[A-Z][A-Z_]{0,19}")) {
      throw Refusal.badRequest("Not a code");
    }
    return value;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
