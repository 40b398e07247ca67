package io.flowshield.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WorkerConfigTest {
  private static final String GOOD =
      "{'keycloak':{'url':'http://localhost:8080','clientId':'flowshield-worker','clientSecret':'x'},"
          + "'models':'models','services':["
          + "{'name':'crm','type':'scim','url':'http://localhost:1/scim/v2','token':'t'},"
          + "{'name':'billing','type':'webhook','url':'http://localhost:2/hook','secret':'s'}]}";

  private static WorkerConfig parse(String json) {
    return WorkerConfig.parse(json.replace('\'', '"'), "worker.json");
  }

  @Test
  void the_documented_file_is_read() {
    WorkerConfig config = parse(GOOD);
    assertThat(config.models()).isEqualTo(Path.of("models"));
    assertThat(config.services()).extracting(WorkerConfig.Service::name).contains("crm", "billing");
    assertThat(config.account().groups()).isEmpty();
  }

  @Test
  void texts_may_name_environment_variables() {
    String json =
        GOOD.replace("'token':'t'", "'token':'${CRM_TOKEN}'")
            .replace("http://localhost:8080", "http://${HOST_NAME}:${PORT}")
            .replace('\'', '"');
    WorkerConfig config =
        WorkerConfig.parse(
            json, "worker.json", Map.of("CRM_TOKEN", "a$1\\b", "HOST_NAME", "id", "PORT", "81"));
    assertThat(config.services().get(0).token()).isEqualTo("a$1\\b");
    assertThat(config.keycloak().url()).hasToString("http://id:81");
    assertThatThrownBy(
            () -> WorkerConfig.parse(json, "worker.json", Map.of("PORT", "1", "CRM_TOKEN", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("worker.json: the environment variable ")
        .hasMessageEndingWith(" is not set");
  }

  @Test
  void secrets_do_not_show_when_it_is_printed() {
    assertThat(parse(GOOD).toString()).doesNotContain("'x'", "token=t", "secret=s", "clientSecret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'token':'t' | 'token':'t','tokn':'t' | tokn",
        "'token':'t' | 'token':'' | services.crm.token is missing",
        "'secret':'s' | 'secret':' ' | services.billing.secret is missing",
        "'models':'models', | \"\" | models is missing",
        "http://localhost:8080 | localhost:8080 | keycloak.url must be an http or https address",
        "'type':'scim' | 'type':'soap' | soap",
        "'name':'billing' | 'name':'crm' | the name crm stands twice"
      })
  void a_mistake_is_named(String good, String bad, String message) {
    assertThatThrownBy(() -> parse(GOOD.replace(good, bad == null ? "" : bad)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("worker.json: ")
        .hasMessageContaining(message);
  }
}
