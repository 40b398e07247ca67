package io.flowshield.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowshield.worker.text.ModelHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The worker's settings, one JSON file. Unknown names are errors, so that a typing error does not
 * pass for a default. A text may name environment variables, as in {@code "${CRM_TOKEN}"}, so that
 * secrets need not stand in the file. Temporal's own settings come from its environment variables
 * and profile file.
 *
 * @param keycloak the server and the worker's client there
 * @param models folder with the models, as in the repository
 * @param services every account is provisioned in each of them
 * @param account what every registered account gets; nothing unless set
 * @param texts language models; none unless set
 */
public record WorkerConfig(
    Keycloak keycloak, Path models, List<Service> services, Account account, Texts texts) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  public WorkerConfig {
    require(keycloak, "keycloak");
    require(models, "models");
    services = services == null ? List.of() : List.copyOf(services);
    account = account == null ? new Account(Map.of(), List.of()) : account;
    texts = texts == null ? new Texts(null, null) : texts;
    Set<String> names = new HashSet<>();
    for (Service service : services) {
      if (!names.add(service.name())) {
        throw new IllegalArgumentException(
            "services: the name " + service.name() + " stands twice");
      }
    }
  }

  /**
   * @param url base address, for example {@code https://sso.example.org}
   * @param clientId of a confidential client whose service account holds the role {@code
   *     flowshield-worker}
   * @param clientSecret its secret
   */
  public record Keycloak(URI url, String clientId, String clientSecret) {
    public Keycloak {
      requireHttp(url, "keycloak.url");
      requireText(clientId, "keycloak.clientId");
      requireText(clientSecret, "keycloak.clientSecret");
    }

    @Override
    public String toString() {
      return "Keycloak[url=" + url + ", clientId=" + clientId + "]";
    }
  }

  /**
   * @param name shown to administrators, stored in histories
   * @param type SCIM 2.0 or signed webhook
   * @param url SCIM base address, or where the webhook is posted
   * @param token SCIM: bearer token
   * @param secret webhook: HMAC key
   */
  public record Service(
      String name, Type type, URI url, @Nullable String token, @Nullable String secret) {
    public Service {
      requireText(name, "services.name");
      String at = "services." + name;
      require(type, at + ".type");
      requireHttp(url, at + ".url");
      if (type == Type.scim) {
        requireText(token, at + ".token");
      } else {
        requireText(secret, at + ".secret");
      }
    }

    @Override
    public String toString() {
      return "Service[name=" + name + ", type=" + type + ", url=" + url + "]";
    }
  }

  /** Kinds of services, spelt as in the file. */
  public enum Type {
    scim,
    webhook
  }

  /**
   * @param attributes user attributes by name
   * @param groups paths such as {@code /customers}
   */
  public record Account(Map<String, String> attributes, List<String> groups) {
    public Account {
      attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
      groups = groups == null ? List.of() : List.copyOf(groups);
    }
  }

  /**
   * Who writes texts.
   *
   * @param mail speaks OpenAI's protocol, writes a paragraph of mails; null: nobody does
   * @param explanations speaks Anthropic's protocol, writes for administrators; null: nobody does
   */
  public record Texts(@Nullable TextModel mail, @Nullable TextModel explanations) {
    public Texts {
      checkModel(mail, "texts.mail");
      checkModel(explanations, "texts.explanations");
    }

    private static void checkModel(@Nullable TextModel model, String at) {
      if (model == null) {
        return;
      }
      require(model.url(), at + ".url");
      requireText(model.model(), at + ".model");
      requireText(model.apiKey(), at + ".apiKey");
      requireRange(model.timeoutMillis(), 100, 10_000, at + ".timeoutMillis");
      requireRange(model.perHour(), 1, 10_000, at + ".perHour");
      requireRange(model.perDay(), 1, 100_000, at + ".perDay");
      try {
        ModelHttp.require(model.url());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(at + ".url: " + e.getMessage(), e);
      }
    }
  }

  /**
   * A language model.
   *
   * @param url base address; https, or http on this machine
   * @param model its name there
   * @param apiKey its key
   * @param timeoutMillis for an answer, 100 to 10,000; 5,000 unless set
   * @param perHour most questions in an hour, 1 to 10,000; 30 unless set
   * @param perDay most questions in a day, 1 to 100,000; 200 unless set
   */
  public record TextModel(
      URI url,
      String model,
      String apiKey,
      Integer timeoutMillis,
      Integer perHour,
      Integer perDay) {
    public TextModel {
      timeoutMillis = timeoutMillis == null ? 5_000 : timeoutMillis;
      perHour = perHour == null ? 30 : perHour;
      perDay = perDay == null ? 200 : perDay;
    }

    /** For an answer as a whole. */
    public Duration limit() {
      return Duration.ofMillis(timeoutMillis);
    }

    @Override
    public String toString() {
      return "TextModel[url=" + url + ", model=" + model + "]";
    }
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException naming the file and what is wrong in it
   */
  public static WorkerConfig read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the worker's settings " + file, e);
    }
    return parse(text, file.toString(), System.getenv());
  }

  static WorkerConfig parse(String json, String source) {
    return parse(json, source, Map.of());
  }

  static WorkerConfig parse(String json, String source, Map<String, String> environment) {
    try {
      JsonMapper mapper =
          JsonMapper.builder()
              .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build();
      return mapper.treeToValue(filled(mapper.readTree(json), environment), WorkerConfig.class);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
      String message =
          cause instanceof JsonProcessingException processing
              ? processing.getOriginalMessage()
              : cause.getMessage();
      throw new IllegalArgumentException(source + ": " + message, e);
    }
  }

  /** The same tree with the environment's values in its texts. */
  private static JsonNode filled(JsonNode node, Map<String, String> environment)
      throws JsonMappingException {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        field.setValue(filled(field.getValue(), environment));
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, filled(array.get(i), environment));
      }
    } else if (node.isTextual()) {
      return TextNode.valueOf(filled(node.textValue(), environment));
    }
    return node;
  }

  private static String filled(String text, Map<String, String> environment)
      throws JsonMappingException {
    Matcher variables = VARIABLE.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (variables.find()) {
      String value = environment.get(variables.group(1));
      if (value == null || value.isEmpty()) {
        throw new JsonMappingException(
            null, "the environment variable " + variables.group(1) + " is not set");
      }
      variables.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return variables.appendTail(filled).toString();
  }

  private static void require(@Nullable Object value, String name) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  private static void requireText(@Nullable String value, String name) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  private static void requireRange(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " must be from " + least + " to " + most);
    }
  }

  private static void requireHttp(@Nullable URI url, String name) {
    require(url, name);
    if (url == null
        || url.getHost() == null
        || !Set.of("http", "https").contains(url.getScheme())) {
      throw new IllegalArgumentException(name + " must be an http or https address");
    }
  }
}
