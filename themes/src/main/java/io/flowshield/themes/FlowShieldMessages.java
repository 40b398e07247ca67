package io.flowshield.themes;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.theme.ThemeResourceProvider;
import org.keycloak.theme.ThemeResourceProviderFactory;

/**
 * Adds our texts to the message bundle of every theme, login and e-mail alike.
 *
 * <p>Keycloak does read {@code theme-resources/messages/messages_en.properties} by itself, but all
 * of providers/ is one class path, so of several extensions that bring such a file only one is
 * heard. Our files have a name of their own, and this provider hands them out. Templates and
 * scripts need no such help: their names are ours alone, and Keycloak looks in theme-resources when
 * a theme, whatever its type, lacks them. A theme's own text for a key wins over ours.
 */
public final class FlowShieldMessages
    implements ThemeResourceProviderFactory, ThemeResourceProvider {

  private static final String FOLDER = "theme-resources/messages/";

  @Override
  public String getId() {
    return "flowshield";
  }

  @Override
  public ThemeResourceProvider create(KeycloakSession session) {
    return this;
  }

  @Override
  public Properties getMessages(String baseBundlename, Locale locale) {
    Properties messages = new Properties();
    if (!baseBundlename.equals("messages")) {
      return messages;
    }
    URL file =
        FlowShieldMessages.class
            .getClassLoader()
            .getResource(FOLDER + "flowshield_" + locale + ".properties");
    if (file == null) {
      return messages;
    }
    try (InputStream in = file.openStream();
        InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      messages.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    return messages;
  }

  @Override
  public @Nullable URL getTemplate(String name) {
    return null;
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String path) {
    return null;
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
