package io.flowshield.risk.continuous;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.FormPartValue;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;

/**
 * What is left of a request after its end: the address that it came to, from which Keycloak makes
 * the issuer of logout tokens. It has neither cookies nor other headers, so what is done in its
 * name reaches nobody's browser.
 */
public final class RememberedRequest implements HttpRequest {
  private final URI base;

  private RememberedRequest(URI base) {
    this.base = base;
  }

  /** The present one. */
  public static RememberedRequest of(KeycloakSession session) {
    return new RememberedRequest(session.getContext().getHttpRequest().getUri().getBaseUri());
  }

  @Override
  public String getHttpMethod() {
    return "POST";
  }

  @Override
  public MultivaluedMap<String, String> getDecodedFormParameters() {
    return new MultivaluedHashMap<>();
  }

  @Override
  public MultivaluedMap<String, FormPartValue> getMultiPartFormParameters() {
    return new MultivaluedHashMap<>();
  }

  @Override
  public HttpHeaders getHttpHeaders() {
    return as(
        HttpHeaders.class,
        method -> {
          Class<?> type = method.getReturnType();
          if (type == Map.class) {
            return Map.of();
          }
          if (type == List.class) {
            return List.of();
          }
          return type == MultivaluedMap.class ? new MultivaluedHashMap<String, String>() : null;
        });
  }

  @Override
  public X509Certificate @Nullable [] getClientCertificateChain() {
    return null;
  }

  @Override
  public UriInfo getUri() {
    return as(
        UriInfo.class,
        method ->
            switch (method.getName()) {
              case "getBaseUri", "getRequestUri", "getAbsolutePath" -> base;
              case "getBaseUriBuilder", "getRequestUriBuilder", "getAbsolutePathBuilder" ->
                  UriBuilder.fromUri(base);
              case "getPath" -> "";
              case "getQueryParameters", "getPathParameters" ->
                  new MultivaluedHashMap<String, String>();
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  @Override
  public boolean isProxyTrusted() {
    return true;
  }

  private static <T> T as(Class<T> type, Function<Method, @Nullable Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.apply(method)));
  }
}
