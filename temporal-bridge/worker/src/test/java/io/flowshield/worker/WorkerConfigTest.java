package io.flowshield.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
