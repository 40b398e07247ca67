package io.flowshield.worker.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.worker.LocalServer;
import io.flowshield.worker.LocalServer.Answer;
import io.flowshield.worker.LocalServer.Asked;
import io.flowshield.worker.http.JsonHttp;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real clients against a server that speaks their protocols. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LanguageModelTest {
  private static final Prompt PROMPT = Prompt.reminder(Language.GERMAN);
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final String KEY = "key-of-the-test";

  private Answer next = new Answer(500, "");
  private Duration pause = Duration.ZERO;
  private final LocalServer server = new LocalServer(this::answer);

  /** Whose protocol. */
  enum Protocol {
    OPENAI {
      @Override
      LanguageModel at(URI url) {
        return new OpenAiModel(url.resolve("/v1"), "small-model", KEY, LIMIT);
      }

      @Override
      String says(String text, boolean finished) {
        return """
            {"id":"c","object":"chat.completion","created":1,"model":"small-model","choices":[{"index":0,
            "finish_reason":"%s","message":{"role":"assistant","content":"%s"}}],
            "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"""
            .formatted(finished ? "stop" : "length", text);
      }
    },
    ANTHROPIC {
      @Override
      LanguageModel at(URI url) {
        return new AnthropicModel(url, "small-model", KEY, LIMIT);
      }

      @Override
      String says(String text, boolean finished) {
        return """
            {"id":"m","type":"message","role":"assistant","model":"small-model","content":[
            {"type":"text","text":"%s"}],"stop_reason":"%s","stop_sequence":null,
            "usage":{"input_tokens":1,"output_tokens":1}}"""
            .formatted(text, finished ? "end_turn" : "max_tokens");
      }
    };

    abstract LanguageModel at(URI url);

    abstract String says(String text, boolean finished);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Answer answer(Asked request) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return next;
  }

  private static Answer json(int status, String body) {
    return new Answer(status, body, Map.of("Content-Type", "application/json"));
  }

  @ParameterizedTest
  @EnumSource
  void says_what_the_model_said(Protocol protocol) throws Exception {
    next = json(200, protocol.says("Ein Satz.", true));
    assertThat(protocol.at(server.url()).answer(PROMPT)).isEqualTo("Ein Satz.");

    Asked asked = server.asked.get(0);
    assertThat(server.asked).hasSize(1);
    if (protocol == Protocol.OPENAI) {
      assertThat(asked.line()).isEqualTo("POST /v1/chat/completions");
      assertThat(asked.headers()).containsEntry("Authorization", "Bearer " + KEY);
    } else {
      assertThat(asked.line()).isEqualTo("POST /v1/messages");
      assertThat(asked.headers()).containsEntry("x-api-key", KEY).containsKey("anthropic-version");
    }
    assertThat(asked.headers().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-stainless"));
    assertThat(asked.body()).doesNotContain(KEY).contains("German");
    JsonNode body = JsonHttp.MAPPER.readTree(asked.body());
    assertThat(body.path("model").asText()).isEqualTo("small-model");
  }

  @ParameterizedTest
  @EnumSource
  void has_no_answer_when_the_server_has_none(Protocol protocol) {
    LanguageModel model = protocol.at(server.url());
    for (int status : new int[] {400, 401, 404, 429, 500, 503}) {
      next = json(status, "{\"error\":{\"type\":\"x\",\"message\":\"secret " + KEY + "\"}}");
      int before = server.asked.size();
      assertThatThrownBy(() -> model.answer(PROMPT))
          .isInstanceOf(NoAnswerException.class)
          .hasMessage("HTTP " + status);
      assertThat(server.asked).as("no second attempt").hasSize(before + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void has_no_answer_when_it_is_garbage(Protocol protocol) {
    LanguageModel model = protocol.at(server.url());
    for (String garbage :
        new String[] {
          "",
          "{",
          "[]",
          "null",
          "\"text\"",
          "{}",
          "<html>",
          "{\"choices\":[],\"content\":[]}",
          "{\"choices\":7,\"content\":7}",
          "[".repeat(5_000)
        }) {
      next = json(200, garbage);
      assertThatThrownBy(() -> model.answer(PROMPT))
          .as(garbage)
          .isInstanceOf(NoAnswerException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void has_no_answer_when_it_was_cut_off(Protocol protocol) {
    next = json(200, protocol.says("Ein", false));
    assertThatThrownBy(() -> protocol.at(server.url()).answer(PROMPT))
        .isInstanceOf(NoAnswerException.class)
        .hasMessage("unfinished");
  }

  @ParameterizedTest
  @EnumSource
  void has_no_answer_when_it_is_larger_than_any_text_of_ours(Protocol protocol) {
    next = json(200, protocol.says("x".repeat(ModelHttp.MOST_BYTES), true));
    assertThatThrownBy(() -> protocol.at(server.url()).answer(PROMPT))
        .isInstanceOf(NoAnswerException.class);
  }

  @ParameterizedTest
  @EnumSource
  void waits_no_longer_than_it_may(Protocol protocol) {
    next = json(200, protocol.says("Ein Satz.", true));
    pause = LIMIT.multipliedBy(3);
    long start = System.nanoTime();
    assertThatThrownBy(() -> protocol.at(server.url()).answer(PROMPT))
        .isInstanceOf(NoAnswerException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT.multipliedBy(2));
  }

  @ParameterizedTest
  @EnumSource
  void takes_its_key_to_no_other_place(Protocol protocol) {
    try (LocalServer other = new LocalServer(request -> json(200, protocol.says("Ein.", true)))) {
      next = new Answer(307, "", Map.of("Location", other.url() + "/v1"));
      assertThatThrownBy(() -> protocol.at(server.url()).answer(PROMPT))
          .isInstanceOf(NoAnswerException.class);
      assertThat(other.asked).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void has_no_answer_where_nobody_listens(Protocol protocol) {
    URI url = server.url();
    server.close();
    assertThatThrownBy(() -> protocol.at(url).answer(PROMPT)).isInstanceOf(NoAnswerException.class);
  }

  @ParameterizedTest
  @EnumSource
  void goes_in_the_clear_only_on_this_machine(Protocol protocol) {
    assertThatThrownBy(() -> protocol.at(URI.create("http://llm.example.org")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
