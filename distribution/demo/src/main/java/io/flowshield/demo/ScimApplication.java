package io.flowshield.demo;

import com.sun.net.httpserver.HttpExchange;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.exceptions.ForbiddenException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.FilterConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.AuthenticationScheme;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.endpoints.authorize.Authorization;
import de.captaingoldfish.scim.sdk.server.endpoints.base.UserEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A downstream application that speaks SCIM 2.0 (RFC 7644). It refuses user names that begin with
 * {@code refused-}, and can be told to be down.
 */
public final class ScimApplication implements AutoCloseable {
  /** User names of this kind get 403 at creation, for good. */
  public static final String REFUSED_PREFIX = "refused-";

  private final String token;
  private final Map<String, User> users = new ConcurrentHashMap<>();
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicInteger deleted = new AtomicInteger();
  private final AtomicInteger creating = new AtomicInteger();
  private volatile Predicate<String> refused = name -> name.startsWith(REFUSED_PREFIX);
  private final AtomicInteger failed = new AtomicInteger();
  private volatile boolean down;
  private volatile double failing;
  private volatile Duration slowness = Duration.ZERO;
  private final ResourceEndpoint endpoint;
  private final HttpApplication http;

  /**
   * @param port 0 for any
   * @param token what callers must bear
   */
  ScimApplication(Listening listening, int port, String token) throws IOException {
    this.token = token;
    endpoint =
        new ResourceEndpoint(
            ServiceProvider.builder()
                .filterConfig(FilterConfig.builder().supported(true).maxResults(100).build())
                .patchConfig(PatchConfig.builder().supported(true).build())
                .authenticationSchemes(
                    List.of(
                        AuthenticationScheme.builder()
                            .name("OAuth Bearer Token")
                            .description("a token that the administrator of this application gave")
                            .type("oauthbearertoken")
                            .build()))
                .build(),
            new UserEndpointDefinition(new Users()));
    endpoint.getResourceTypeByName("User").orElseThrow().getFeatures().setAutoFiltering(true);
    http = new HttpApplication(listening, port, this::handle);
  }

  /** The SCIM base address. */
  public URI url() {
    return http.url().resolve("/scim/v2");
  }

  /** The bearer token it asks for. */
  public String token() {
    return token;
  }

  /** The account made for a Keycloak user. */
  public Optional<User> findByExternalId(String externalId) {
    return users.values().stream()
        .filter(user -> user.getExternalId().equals(Optional.of(externalId)))
        .findFirst();
  }

  /** Removes it behind everybody's back, for tests of tests. */
  public void forget(String externalId) {
    users.values().removeIf(user -> user.getExternalId().equals(Optional.of(externalId)));
  }

  /** Accounts it holds. */
  public int size() {
    return users.size();
  }

  /** Accounts made since the start. */
  public int created() {
    return created.get();
  }

  /** Accounts withdrawn since the start. */
  public int deleted() {
    return deleted.get();
  }

  /** Which user names get 403 from now on. */
  public void refuse(Predicate<String> names) {
    refused = names;
  }

  /** How many accounts it holds for a Keycloak user; more than one is a fault of the caller's. */
  public long count(String externalId) {
    return users.values().stream()
        .filter(user -> user.getExternalId().equals(Optional.of(externalId)))
        .count();
  }

  /** How long it takes over each creation, which it completes even when the caller has gone. */
  public void setSlowness(Duration duration) {
    slowness = duration;
  }

  /** Whether a creation is under way. */
  public boolean creating() {
    return creating.get() > 0;
  }

  /** Answers 503 to everything, or no longer. */
  public void setDown(boolean value) {
    down = value;
  }

  /**
   * Answers 503 to a part of the calls from now on: half of these it does not carry out, the others
   * it does, so that the caller cannot know.
   *
   * @param share of the calls, from 0 to 1
   */
  public void setFailing(double share) {
    failing = share;
  }

  /** Calls that were answered with 503 by {@link #setFailing}. */
  public int failed() {
    return failed.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    double fate = ThreadLocalRandom.current().nextDouble();
    boolean fails = fate < failing;
    boolean carriedOut = fate >= failing / 2;
    if (fails) {
      failed.incrementAndGet();
    }
    if (down || !carriedOut) {
      HttpApplication.respond(exchange, 503, "text/plain", "down");
      return;
    }
    if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      HttpApplication.respond(exchange, 401, "text/plain", "no token");
      return;
    }
    String body = HttpApplication.body(exchange);
    Map<String, String> headers =
        exchange.getRequestHeaders().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, header -> header.getValue().get(0)));
    ScimResponse response =
        endpoint.handleRequest(
            http.url().resolve(exchange.getRequestURI()).toString(),
            HttpMethod.valueOf(exchange.getRequestMethod()),
            body,
            headers,
            new Context(new BearerOfTheToken()));
    if (fails) {
      HttpApplication.respond(exchange, 503, "text/plain", "down");
      return;
    }
    response
        .getHttpHeaders()
        .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    HttpApplication.respond(
        exchange,
        response.getHttpStatus(),
        "application/scim+json",
        response.getHttpStatus() == 204 ? "" : response.toString());
  }

  @Override
  public void close() {
    http.close();
  }

  /** The bearer token is checked before the library sees the request. */
  private static final class BearerOfTheToken implements Authorization {
    @Override
    public Set<String> getClientRoles() {
      return Set.of();
    }

    @Override
    public boolean authenticate(Map<String, String> headers, Map<String, String> query) {
      return true;
    }
  }

  private final class Users extends ResourceHandler<User> {
    @Override
    public User createResource(User user, Context context) {
      creating.incrementAndGet();
      try {
        Thread.sleep(slowness.toMillis());
        return create(user);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("closed while it was creating an account", e);
      } finally {
        creating.decrementAndGet();
      }
    }

    private User create(User user) {
      String name = user.getUserName().orElse("");
      if (refused.test(name)) {
        throw new ForbiddenException("this application does not take " + name);
      }
      synchronized (users) {
        boolean taken =
            users.values().stream()
                .anyMatch(other -> other.getUserName().equals(user.getUserName()));
        if (taken) {
          throw new ConflictException("user name taken");
        }
        String id = UUID.randomUUID().toString();
        user.setId(id);
        // The library has set the rest of it.
        Instant now = Instant.now();
        user.getMeta()
            .ifPresent(
                meta -> {
                  meta.setCreated(now);
                  meta.setLastModified(now);
                });
        users.put(id, user);
      }
      created.incrementAndGet();
      return user;
    }

    @Override
    public @Nullable User getResource(
        String id,
        List<SchemaAttribute> attributes,
        List<SchemaAttribute> excludedAttributes,
        Context context) {
      return users.get(id);
    }

    @Override
    public PartialListResponse<User> listResources(
        long startIndex,
        int count,
        FilterNode filter,
        SchemaAttribute sortBy,
        SortOrder sortOrder,
        List<SchemaAttribute> attributes,
        List<SchemaAttribute> excludedAttributes,
        Context context) {
      // Everything is returned: the endpoint filters.
      return PartialListResponse.<User>builder()
          .resources(List.copyOf(users.values()))
          .totalResults(users.size())
          .build();
    }

    @Override
    public User updateResource(User user, Context context) {
      String id = user.getId().orElseThrow();
      if (!users.containsKey(id)) {
        throw new ResourceNotFoundException("no such user");
      }
      users.put(id, user);
      return user;
    }

    @Override
    public void deleteResource(String id, Context context) {
      if (users.remove(id) == null) {
        throw new ResourceNotFoundException("no such user");
      }
      deleted.incrementAndGet();
    }
  }
}
