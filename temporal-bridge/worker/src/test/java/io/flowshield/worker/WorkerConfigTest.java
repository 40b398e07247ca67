package io.flowshield.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  private static String withMail(String more) {
    return GOOD.substring(0, GOOD.length() - 1)
        + ",'texts':{'mail':{'url':'https://llm.example.org/v1','model':'m','apiKey':'sk-1'"
        + more
        + "}}}";
  }

  @Test
  void no_model_writes_unless_one_is_set() {
    assertThat(parse(GOOD).texts()).isEqualTo(new WorkerConfig.Texts(null, null));

    WorkerConfig.TextModel mail = parse(withMail("")).texts().mail();
    assertThat(mail.limit()).isEqualTo(Duration.ofSeconds(5));
    assertThat(mail.perHour()).isEqualTo(30);
    assertThat(mail.perDay()).isEqualTo(200);
    assertThat(parse(withMail("")).texts().explanations()).isNull();
    assertThat(parse(withMail("")).toString()).contains("llm.example.org").doesNotContain("sk-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://llm.example.org/v1 | http://llm.example.org/v1 | texts.mail.url: the address of a model must be https",
        "https://llm.example.org/v1 | https://me:pw@llm.example.org/v1 | texts.mail.url: the address",
        "https://llm.example.org/v1 | https://llm.example.org/v1?key=1 | texts.mail.url: the address",
        "https://llm.example.org/v1 | http://127.0.0.1.example.org/v1 | texts.mail.url: the address",
        "https://llm.example.org/v1 | file:///etc/passwd | texts.mail.url: the address",
        "'model':'m' | 'model':' ' | texts.mail.model is missing",
        "'apiKey':'sk-1' | 'apiKey':'' | texts.mail.apiKey is missing",
        "'model':'m' | 'model':'m','timeoutMillis':10001 | texts.mail.timeoutMillis must be from 100 to 10000",
        "'model':'m' | 'model':'m','perHour':0 | texts.mail.perHour must be from 1 to 10000",
        "'model':'m' | 'model':'m','perDay':-1 | texts.mail.perDay must be from 1 to 100000",
        "'model':'m' | 'model':'m','temperature':1 | temperature"
      })
  void a_mistake_about_a_model_is_named(String good, String bad, String message) {
    assertThatThrownBy(() -> parse(withMail("").replace(good, bad)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_model_on_this_machine_needs_no_certificate() {
    for (String host : List.of("localhost", "127.0.0.1", "[::1]")) {
      String json = withMail("").replace("https://llm.example.org", "http://" + host + ":11434");
      assertThat(parse(json).texts().mail().url()).hasHost(host);
    }
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
