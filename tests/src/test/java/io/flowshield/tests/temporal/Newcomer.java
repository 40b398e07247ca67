package io.flowshield.tests.temporal;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.workflow.WorkflowIds;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** One person's registration, as Keycloak and the services see it. */
final class Newcomer {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final FlowShieldStack stack;
  private final AdminClient admin;
  private final Visitor visitor;
  private final Visitor.Applicant applicant;
  private final String address;
  private final String userId;
  private final String workflow;

  private Newcomer(
      FlowShieldStack stack,
      AdminClient admin,
      Visitor visitor,
      Visitor.Applicant applicant,
      String address)
      throws Exception {
    this.admin = admin;
    this.address = address;
    this.stack = stack;
    this.visitor = visitor;
    this.applicant = applicant;
    userId = admin.user(applicant.username()).orElseThrow().path("id").asText();
    workflow = WorkflowIds.registration(admin.get("").path("id").asText(), userId);
  }

  /** Somebody sends the registration form from an address. */
  static Newcomer register(FlowShieldStack stack, String word, String address) throws Exception {
    return register(stack, Applicants.named(word), address);
  }

  /** Somebody in particular does. */
  static Newcomer register(FlowShieldStack stack, Visitor.Applicant applicant, String address)
      throws Exception {
    return register(stack, stack.admin(), applicant, address);
  }

  /** The same, looked at by an administrator who has signed in before. */
  static Newcomer register(
      FlowShieldStack stack, AdminClient admin, Visitor.Applicant applicant, String address)
      throws Exception {
    Visitor visitor = stack.visitor(address, BrowserDriver.FIREFOX);
    visitor.register(applicant);
    return new Newcomer(stack, admin, visitor, applicant, address);
  }

  Visitor.Applicant applicant() {
    return applicant;
  }

  String userId() {
    return userId;
  }

  String workflow() {
    return workflow;
  }

  /** The address without its last number. */
  String network() {
    return address.substring(0, address.lastIndexOf('.') + 1);
  }

  /** Waits for the verification mail. */
  MailCatcher.Mail mail() throws InterruptedException {
    return stack.mail().await(applicant.email(), 1, PATIENCE);
  }

  /** Follows the mail's link. */
  void confirm(MailCatcher.Mail mail) throws Exception {
    visitor.confirm(mail);
  }

  /** Follows the mail's link, and confirms if there is still something to confirm. */
  void follow(MailCatcher.Mail mail) throws Exception {
    BrowserDriver.Page page = visitor.browser().open(mail.link().orElseThrow());
    if (page.has("form")) {
      page.submit("form", Map.of());
    }
  }

  /** Waits until the saga waits for somebody. */
  void settled() throws Exception {
    eventually(
        applicant.username() + " waits",
        () -> view().path("phase").asText(),
        Set.of("AWAITING_EMAIL", "REVIEW")::contains);
  }

  /** Keycloak's view of the saga, once it is in a phase. */
  JsonNode await(String phase) throws Exception {
    return eventually(
        applicant.username() + " " + phase,
        this::view,
        view -> view.path("phase").asText().equals(phase));
  }

  JsonNode view() throws Exception {
    return admin.get("/flowshield/sagas/" + userId);
  }

  /** Whether the account can be used, as far as Keycloak is concerned. */
  boolean enabled() throws Exception {
    return admin.get("/users/" + userId).path("enabled").asBoolean();
  }

  /** Rows of the outbox that Temporal has not got yet. */
  long waiting() throws Exception {
    return new KeycloakDatabase(stack.keycloak())
        .count("select count(*) from FS_OUTBOX where USER_ID = ? and DONE_MS is null", userId);
  }

  /** In use, and everything was done once. */
  void finishedOnce() throws Exception {
    await("FINALISED");
    assertThat(enabled()).isTrue();
    assertThat(stack.scim().count(userId)).isEqualTo(1);
    assertThat(stack.webhook().count("user.provision", userId)).isEqualTo(1);
    assertThat(stack.webhook().count("user.withdraw", userId)).isZero();
    assertThat(stack.mail().mailsTo(applicant.email())).hasSize(1);
    assertThat(waiting()).isZero();
  }
}
