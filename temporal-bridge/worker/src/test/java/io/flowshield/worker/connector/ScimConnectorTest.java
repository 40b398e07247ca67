package io.flowshield.worker.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.worker.LocalServer;
import io.flowshield.worker.LocalServer.Answer;
import io.flowshield.worker.LocalServer.Asked;
import io.flowshield.worker.http.JsonHttp;
import io.flowshield.workflow.FailureTypes;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D6")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ScimConnectorTest {
  private static final Person ALICE =
      new Person("user-1", "alice", "alice@example.org", "Alice", "Adams", "en");

  /** Users by id, as a SCIM service would keep them. */
  private final Map<String, JsonNode> users = new TreeMap<>();

  private int refuseCreateWith;
  private boolean ignoreFilters;
  private int pageSize = 100;
  private final LocalServer server = new LocalServer(this::answer);
  private final ScimConnector connector =
      new ScimConnector("crm", server.url().resolve("/scim/v2"), "t0ken");

  @AfterEach
  void close() {
    server.close();
  }

  private Answer answer(Asked request) throws IOException {
    if (!"Bearer t0ken".equals(request.headers().get("Authorization"))) {
      return new Answer(401, "{}");
    }
    switch (request.method()) {
      case "GET" -> {
        ObjectNode list = JsonHttp.MAPPER.createObjectNode();
        ArrayNode found = list.putArray("Resources");
        for (JsonNode user : users.values()) {
          String wanted = "externalId eq \"" + user.path("externalId").asText() + "\"";
          if (ignoreFilters || request.uri().getQuery().equals("filter=" + wanted)) {
            found.add(user);
          }
        }
        list.put("totalResults", found.size());
        while (found.size() > pageSize) {
          found.remove(pageSize);
        }
        return new Answer(200, list.toString());
      }
      case "POST" -> {
        if (refuseCreateWith > 0) {
          return new Answer(refuseCreateWith, "{\"detail\":\"no\"}");
        }
        ObjectNode user = (ObjectNode) JsonHttp.MAPPER.readTree(request.body());
        String id = "id-" + (users.size() + 1);
        user.put("id", id);
        users.put(id, user);
        return new Answer(201, user.toString());
      }
      case "DELETE" -> {
        String path = request.uri().getPath();
        JsonNode removed = users.remove(path.substring(path.lastIndexOf('/') + 1));
        return new Answer(removed == null ? 404 : 204, "");
      }
      default -> {
        return new Answer(405, "");
      }
    }
  }

  @Test
  void an_account_is_created_once_however_often_it_is_asked_for() {
    connector.provision(ALICE, "key");
    connector.provision(ALICE, "key");

    assertThat(users).hasSize(1);
    JsonNode alice = users.get("id-1");
    assertThat(alice.path("schemas").get(0).asText())
        .isEqualTo("urn:ietf:params:scim:schemas:core:2.0:User");
    assertThat(alice.path("externalId").asText()).isEqualTo("user-1");
    assertThat(alice.path("userName").asText()).isEqualTo("alice");
    assertThat(alice.path("name").path("familyName").asText()).isEqualTo("Adams");
    assertThat(alice.path("emails").get(0).path("value").asText()).isEqualTo("alice@example.org");
    assertThat(server.asked.get(1).headers())
        .containsEntry("Content-Type", "application/scim+json");
  }

  @Test
  void a_person_without_names_gets_no_empty_ones() {
    connector.provision(new Person("user-2", "bob", null, "", null, null), "key");
    assertThat(users.get("id-1").has("name")).isFalse();
    assertThat(users.get("id-1").has("emails")).isFalse();
  }

  @Test
  void an_account_is_withdrawn_and_one_that_is_not_there_counts_as_withdrawn() {
    connector.provision(ALICE, "key");
    connector.withdraw("demo", "user-1", "key");
    connector.withdraw("demo", "user-1", "key");
    assertThat(users).isEmpty();
  }

  @Test
  void a_service_that_ignores_filters_does_not_make_us_delete_others() {
    ignoreFilters = true;
    connector.provision(ALICE, "key");
    connector.withdraw("demo", "user-2", "key");
    assertThat(users).hasSize(1);
  }

  @Test
  void a_service_that_ignores_filters_is_an_error_when_the_account_may_be_on_a_later_page() {
    connector.provision(new Person("user-0", "bob", null, null, null, null), "key");
    connector.provision(ALICE, "key");
    ignoreFilters = true;
    pageSize = 1;

    assertThatThrownBy(() -> connector.withdraw("demo", ALICE.userId(), "key"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.isNonRetryable()).isFalse();
              assertThat(failure.getOriginalMessage())
                  .isEqualTo("crm: does not find users by externalId, lists 1 of 2");
            });
    connector.withdraw("demo", "user-0", "key");
    assertThat(users).containsOnlyKeys("id-2");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 409, 422})
  void a_refusal_is_not_tried_again(int status) {
    refuseCreateWith = status;
    assertThatThrownBy(() -> connector.provision(ALICE, "key"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.isNonRetryable()).isTrue();
              assertThat(failure.getType()).isEqualTo(FailureTypes.SERVICE_REFUSED);
              assertThat(failure.getOriginalMessage()).isEqualTo("crm: HTTP " + status);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503, 302})
  void a_fault_is_tried_again(int status) {
    refuseCreateWith = status;
    assertThatThrownBy(() -> connector.provision(ALICE, "key"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.isNonRetryable()).isFalse();
              assertThat(failure.getType()).isEqualTo(FailureTypes.SERVICE_UNAVAILABLE);
            });
  }

  @Test
  void a_service_that_is_away_is_tried_again() {
    server.close();
    assertThatThrownBy(() -> connector.withdraw("demo", "user-1", "key"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, failure -> assertThat(failure.isNonRetryable()).isFalse());
  }
}
