package io.flowshield.themes;

import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleNumber;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Renders our templates the way Keycloak does, within a plain layout. */
final class Pages {
  private final Configuration freemarker = new Configuration(Configuration.VERSION_2_3_32);
  private final Set<String> unknownKeys = new TreeSet<>();

  Pages(String layout) {
    freemarker.setTemplateLoader(
        new MultiTemplateLoader(
            new TemplateLoader[] {
              new ClassTemplateLoader(Pages.class.getClassLoader(), "layouts/" + layout),
              new ClassTemplateLoader(Pages.class.getClassLoader(), "theme-resources/templates")
            }));
    freemarker.setOutputFormat(HTMLOutputFormat.INSTANCE);
    freemarker.setNewBuiltinClassResolver(TemplateClassResolver.SAFER_RESOLVER);
    freemarker.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    freemarker.setLogTemplateExceptions(false);
  }

  /** Message keys that a template asked for and the language lacks. */
  Set<String> unknownKeys() {
    return unknownKeys;
  }

  String render(String template, String language, Map<String, ?> attributes) {
    Locale locale = Locale.forLanguageTag(language);
    Map<String, Object> model = new HashMap<>();
    model.put("lang", language);
    model.put("locale", locale);
    model.put("realmName", "Example & Sons");
    model.put("properties", Map.of());
    model.put(
        "url",
        Map.of(
            "resourcesPath", "/resources/x/login/flowshield",
            "loginAction", "/login-action",
            "loginUrl", "/login",
            "loginRestartFlowUrl", "/restart"));
    model.put("user", Map.of("firstName", "Ada"));
    model.put(
        "messagesPerField",
        Map.of(
            "existsError", (TemplateMethodModelEx) arguments -> false,
            "getFirstError", (TemplateMethodModelEx) arguments -> ""));
    model.put("msg", message(Bundles.of(language), locale));
    model.putAll(attributes);
    StringWriter out = new StringWriter();
    try {
      freemarker.getTemplate(template).process(model, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TemplateException e) {
      throw new AssertionError(template + " in " + language, e);
    }
    return out.toString();
  }

  private TemplateMethodModelEx message(Properties messages, Locale locale) {
    return (List arguments) -> {
      String key = arguments.get(0).toString();
      if (!messages.containsKey(key)) {
        unknownKeys.add(key);
      }
      Object[] values =
          arguments.subList(1, arguments.size()).stream()
              .map(value -> value instanceof SimpleNumber n ? n.getAsNumber() : value.toString())
              .toArray();
      return new MessageFormat(messages.getProperty(key, key), locale).format(values);
    };
  }
}
