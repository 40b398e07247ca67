package io.flowshield.tests.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sample applications: what to ask of them, and where they tell what they were told. */
enum Client {
  OIDC_PUBLIC {
    @Override
    URI login(FlowShieldStack stack) {
      return stack.publicOidc().loginUrl();
    }
  },
  OIDC_CONFIDENTIAL {
    @Override
    URI login(FlowShieldStack stack) {
      return stack.oidc().loginUrl();
    }
  },
  SAML {
    @Override
    URI login(FlowShieldStack stack) {
      return stack.saml().loginUrl();
    }

    @Override
    URI loginAt(FlowShieldStack stack, Level level) {
      return with(login(stack), "context", level.context());
    }

    @Override
    URI loginAfresh(FlowShieldStack stack) {
      return with(login(stack), "force", "true");
    }

    @Override
    String told(Page page) {
      return page.text("p#context");
    }

    @Override
    String name(Level level) {
      return level.context();
    }

    /** An assertion names a class, never single methods. */
    @Override
    boolean tellsMethods() {
      return false;
    }
  };

  private static final JsonMapper JSON = new JsonMapper();

  /** Where a sign-in begins. */
  abstract URI login(FlowShieldStack stack);

  /** Where a sign-in begins that asks for a level. */
  URI loginAt(FlowShieldStack stack, Level level) {
    return with(login(stack), "acr", level.acr());
  }

  /** Where a sign-in begins that does not content itself with an earlier one. */
  URI loginAfresh(FlowShieldStack stack) {
    return with(login(stack), "prompt", "login");
  }

  /** The level that the application was told, by the name it was told. */
  String told(Page page) throws JsonProcessingException {
    return claims(page).path("acr").asText();
  }

  /** The name of a level. */
  String name(Level level) {
    return level.acr();
  }

  /** Whether the application is told methods too. */
  boolean tellsMethods() {
    return true;
  }

  /** The methods that the application was told, in no order. */
  static List<String> methods(Page page) throws JsonProcessingException {
    List<String> methods = new ArrayList<>();
    claims(page).path("amr").forEach(method -> methods.add(method.asText()));
    return methods;
  }

  /** Another application of the realm. */
  Client other() {
    List<Client> all = Arrays.asList(values());
    return all.get((ordinal() + 1) % all.size());
  }

  static JsonNode claims(Page page) throws JsonProcessingException {
    return JSON.readTree(page.document().select("pre#claims").text());
  }

  static URI with(URI address, String name, String value) {
    return URI.create(
        address + "?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }
}
