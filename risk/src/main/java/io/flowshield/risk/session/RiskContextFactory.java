package io.flowshield.risk.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowshield.ml.context.ClientFacts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.network.NetworkList;
import io.flowshield.ml.network.NetworkResolver;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.request.ClientHintsParser;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgentParser;
import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.risk.counters.CounterStore;
import io.flowshield.risk.counters.Lookalikes;
import io.flowshield.risk.policy.RealmSettings;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The one door by which Keycloak's request becomes facts. Thread-safe. */
public final class RiskContextFactory {
  private static final Logger LOG = Logger.getLogger(RiskContextFactory.class);
  private static final String ADDRESS_LABEL = "address";
  private static final int MAX_LISTS = 200;

  private final NetworkResolver networks;
  private final UserAgentParser userAgents;
  private final CounterStore counters;
  private final Lookalikes lookalikes = new Lookalikes();
  private final Clock clock;

  /** What realms list, read once; by text, so that a change is seen at once. */
  private final Cache<String, NetworkList> lists =
      Caffeine.newBuilder().maximumSize(MAX_LISTS).build();

  public RiskContextFactory(
      NetworkResolver networks, UserAgentParser userAgents, CounterStore counters, Clock clock) {
    this.networks = networks;
    this.userAgents = userAgents;
    this.counters = counters;
    this.clock = clock;
  }

  /**
   * Where the request comes from. Keycloak has applied its proxy settings to the address already.
   *
   * @param door a browser's device cookie means something, that of a direct grant does not
   */
  public RequestFacts request(KeycloakSession session, RealmModel realm, @Nullable Door door) {
    HttpHeaders headers = session.getContext().getHttpRequest().getHttpHeaders();
    return new RequestFacts(
        network(session, realm),
        userAgents.parse(headers.getHeaderString(HttpHeaders.USER_AGENT)),
        language(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE)),
        door == Door.DIRECT_GRANT ? null : new DeviceCookie(session, realm).read().orElse(null),
        ClientHintsParser.parse(
            headers.getHeaderString("Sec-CH-UA"),
            headers.getHeaderString("Sec-CH-UA-Mobile"),
            headers.getHeaderString("Sec-CH-UA-Platform"),
            "https".equals(session.getContext().getUri().getBaseUri().getScheme())));
  }

  /** The same for a completed login, with the device that was named during it. */
  public RequestFacts completed(KeycloakSession session, RealmModel realm) {
    return request(session, realm, null).onDevice(new DeviceCookie(session, realm).known());
  }

  /** Gives a browser without a device cookie one. */
  public void nameDevice(KeycloakSession session, RealmModel realm) {
    new DeviceCookie(session, realm).issueIfAbsent();
  }

  /** The network of the request's client. */
  public Network network(KeycloakSession session, RealmModel realm) {
    return network(session, realm, session.getContext().getConnection().getRemoteAddr());
  }

  /**
   * The network of an address that Keycloak noted.
   *
   * @param address null when none is known
   */
  public Network network(KeycloakSession session, RealmModel realm, @Nullable String address) {
    return networks.resolve(
        address == null ? "" : address,
        RealmKey.derive(session, realm, ADDRESS_LABEL),
        new NetworkResolver.RealmNetworks(
            list(realm, RealmSettings.allowedNetworks(realm)),
            list(realm, RealmSettings.deniedNetworks(realm))));
  }

  private NetworkList list(RealmModel realm, String text) {
    return text.isEmpty() ? NetworkList.EMPTY : lists.get(text, listed -> read(realm, listed));
  }

  private static NetworkList read(RealmModel realm, String text) {
    NetworkList list = NetworkList.parse(text);
    if (list.leftOut() > 0) {
      LOG.warnf(
          "Realm %s lists %d networks that are none; the other %d count",
          realm.getName(), list.leftOut(), list.entries());
    }
    return list;
  }

  /** Facts of a login. */
  public RiskContext login(
      KeycloakSession session,
      RealmModel realm,
      ClientModel client,
      UserModel user,
      Door door,
      Population population,
      Telemetry telemetry) {
    RequestFacts request = request(session, realm, door);
    Network network = request.network();
    return new RiskContext(
        clock.instant(),
        door,
        request,
        client(client),
        LoginProfile.EMPTY,
        population,
        counters.snapshot(
            realm.getId(), user.getId(), network.addressKey(), network.prefix(), clock.instant()),
        telemetry,
        null,
        SensitiveRoles.of(realm).facts(user));
  }

  /** Facts of a registration; its own attempt is counted in. */
  public RiskContext registration(
      KeycloakSession session,
      RealmModel realm,
      ClientModel client,
      RegistrationFacts form,
      Population population,
      Telemetry telemetry) {
    RequestFacts request = request(session, realm, Door.REGISTRATION);
    Network network = request.network();
    Counters before =
        counters.snapshot(
            realm.getId(), null, network.addressKey(), network.prefix(), clock.instant());
    return new RiskContext(
        clock.instant(),
        Door.REGISTRATION,
        request,
        client(client),
        LoginProfile.EMPTY,
        population,
        new Counters(
            before.userFailures(),
            before.networkFailures(),
            before.networkUsersTried(),
            before.userNetworks(),
            before.networkRegistrations() + 1,
            before.realmFailures(),
            before.realmRegistrations() + 1),
        telemetry,
        lookalikes.note(realm.getId(), form, clock.instant()));
  }

  /**
   * How many of the addresses that registered at this node look like a user's by now; NaN when the
   * user has none.
   */
  public double lookalikes(RealmModel realm, UserModel user) {
    String email = user.getEmail();
    int at = email == null ? -1 : email.lastIndexOf('@');
    if (email == null || at < 1) {
      return Double.NaN;
    }
    String lower = email.toLowerCase(Locale.ROOT);
    return lookalikes.count(
        realm.getId(), lower.substring(0, at), lower.substring(at + 1), clock.instant());
  }

  private static ClientFacts client(ClientModel client) {
    return new ClientFacts(client.getClientId(), RealmSettings.isSensitive(client));
  }

  /** The first language of the header, for example {@code de} of {@code de-CH,de;q=0.9}. */
  static String language(@Nullable String header) {
    if (header == null) {
      return "";
    }
    String first = header.split("[,;]", 2)[0].trim();
    String language = first.split("-", 2)[0].toLowerCase(Locale.ROOT);
    return language.matches("[a-z]{2,8}") ? language : "";
  }
}
