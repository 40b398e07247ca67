package io.flowshield.worker.text;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.LogLevel;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.net.URI;
import java.time.Duration;

/** Any server that speaks OpenAI's chat completions. Thread-safe. */
public final class OpenAiModel implements LanguageModel {
  private final OpenAIClient client;
  private final String model;

  /**
   * @param url base address, for example {@code https://api.openai.com/v1}
   * @param model its name there
   * @param apiKey sent as bearer token
   * @param limit for one answer as a whole
   * @throws IllegalArgumentException unless the address is https, or http on this machine
   */
  public OpenAiModel(URI url, String model, String apiKey, Duration limit) {
    ModelHttp.require(url);
    this.model = model;
    client =
        OpenAIOkHttpClient.builder()
            .okHttpClient(ModelHttp.client(limit))
            .baseUrl(url.toString())
            .apiKey(apiKey)
            .timeout(limit)
            .maxRetries(0)
            .disableTelemetry(true)
            .logLevel(LogLevel.OFF)
            .build();
  }

  @Override
  public String answer(Prompt prompt) throws NoAnswerException {
    ChatCompletionCreateParams request =
        ChatCompletionCreateParams.builder()
            .model(model)
            .addSystemMessage(prompt.rules())
            .addUserMessage(prompt.task())
            .maxCompletionTokens(MOST_TOKENS)
            .build();
    try {
      ChatCompletion completion = client.chat().completions().create(request);
      if (completion.choices().isEmpty()) {
        throw new NoAnswerException("no choice");
      }
      ChatCompletion.Choice choice = completion.choices().get(0);
      if (!choice.finishReason().equals(ChatCompletion.Choice.FinishReason.STOP)) {
        throw new NoAnswerException("unfinished");
      }
      return choice
          .message()
          .content()
          .orElseThrow(() -> new NoAnswerException("refused by the model"));
    } catch (OpenAIServiceException e) {
      throw new NoAnswerException("HTTP " + e.statusCode());
    } catch (RuntimeException e) {
      // Beside its own kind: answers that are no object make it fail in other ways.
      throw new NoAnswerException(e.getClass().getSimpleName());
    }
  }
}
