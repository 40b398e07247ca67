package io.flowshield.worker.text;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientImpl;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.LogLevel;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlock;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Any server that speaks Anthropic's messages. Thread-safe. */
public final class AnthropicModel implements LanguageModel {
  private final AnthropicClient client;
  private final String model;

  /**
   * @param url base address, for example {@code https://api.anthropic.com}
   * @param model its name there
   * @param apiKey sent as {@code x-api-key}
   * @param limit for one answer as a whole
   * @throws IllegalArgumentException unless the address is https, or http on this machine
   */
  public AnthropicModel(URI url, String model, String apiKey, Duration limit) {
    ModelHttp.require(url);
    this.model = model;
    client =
        new AnthropicClientImpl(
            ClientOptions.builder()
                .httpClient(new AnthropicHttp(ModelHttp.client(limit)))
                .baseUrl(url.toString())
                .putHeader("x-api-key", apiKey)
                .timeout(limit)
                .maxRetries(0)
                .logLevel(LogLevel.OFF)
                .build());
  }

  @Override
  public String answer(Prompt prompt) throws NoAnswerException {
    MessageCreateParams request =
        MessageCreateParams.builder()
            .model(model)
            .system(prompt.rules())
            .addUserMessage(prompt.task())
            .maxTokens(MOST_TOKENS)
            .build();
    try {
      Message message = client.messages().create(request);
      if (!message.stopReason().equals(Optional.of(StopReason.END_TURN))) {
        throw new NoAnswerException("unfinished");
      }
      return message.content().stream()
          .map(ContentBlock::text)
          .flatMap(Optional::stream)
          .map(TextBlock::text)
          .collect(Collectors.joining());
    } catch (AnthropicServiceException e) {
      throw new NoAnswerException("HTTP " + e.statusCode());
    } catch (RuntimeException e) {
      // Beside its own kind: answers that are no object make it fail in other ways.
      throw new NoAnswerException(e.getClass().getSimpleName());
    }
  }
}
