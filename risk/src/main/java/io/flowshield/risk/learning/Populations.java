package io.flowshield.risk.learning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowshield.ml.profile.LoginPoint;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.PopulationLearner;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.risk.store.OwnTransaction;
import io.flowshield.risk.store.ProfileStore;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * What is common in each realm, in this node's memory. What this node learns is added to the row
 * that all nodes share every half minute; a node that dies takes at most that with it.
 */
public final class Populations {
  private static final int MAX_REALMS = 2000;

  private final Cache<String, Realm> realms = Caffeine.newBuilder().maximumSize(MAX_REALMS).build();
  private final Clock clock;

  public Populations(Clock clock) {
    this.clock = clock;
  }

  /** A realm's population; empty when it is not in memory yet. */
  public Optional<Population> find(String realmId) {
    return Optional.ofNullable(realms.getIfPresent(realmId)).map(Realm::view);
  }

  /** Keeps what was read from the database, unless somebody was faster. */
  public Population keep(String realmId, Population stored) {
    return realms.get(realmId, key -> new Realm(stored)).view();
  }

  /**
   * Learns of a login that completed.
   *
   * @param before what was known of its user before it
   */
  public void learn(
      String realmId, Population stored, RequestFacts request, LoginProfile before, Instant time) {
    realms.get(realmId, key -> new Realm(stored)).learn(request, before, time);
  }

  public boolean knows(String realmId) {
    return realms.getIfPresent(realmId) != null;
  }

  public void forget(String realmId) {
    realms.invalidate(realmId);
  }

  /** Adds what was learnt here to the shared rows, and takes over what others learnt. */
  public void merge(KeycloakSessionFactory factory) {
    realms
        .asMap()
        .forEach(
            (realmId, realm) -> {
              Population learnt = realm.take();
              if (learnt.logins() > 0) {
                merge(factory, realmId, realm, learnt);
              }
            });
  }

  private void merge(
      KeycloakSessionFactory factory, String realmId, Realm realm, Population learnt) {
    try {
      realm.replace(
          OwnTransaction.run(
              factory,
              session ->
                  new ProfileStore(session)
                      .updatePopulation(realmId, clock.instant(), stored -> sum(stored, learnt))));
    } catch (RuntimeException e) {
      realm.giveBack(learnt);
      throw e;
    }
  }

  static Population sum(Population one, Population other) {
    return new Population(
        one.logins() + other.logins(),
        sum(one.prefixes(), other.prefixes()),
        sum(one.asns(), other.asns()),
        sum(one.countries(), other.countries()),
        sum(one.userAgents(), other.userAgents()),
        sum(one.browsers(), other.browsers()),
        sum(one.systems(), other.systems()),
        one.anomaly().learnAll(other.anomaly()));
  }

  private static Map<String, Double> sum(Map<String, Double> one, Map<String, Double> other) {
    Map<String, Double> sum = new HashMap<>(one);
    other.forEach((key, count) -> sum.merge(key, count, Double::sum));
    return sum;
  }

  /** All that is known of a realm, and the part of it that only this node knows. */
  private static final class Realm {
    private PopulationLearner all;
    private PopulationLearner own = new PopulationLearner(Population.EMPTY);

    Realm(Population stored) {
      this.all = new PopulationLearner(stored);
    }

    synchronized Population view() {
      return all.view();
    }

    synchronized void learn(RequestFacts request, LoginProfile before, Instant time) {
      byte[] point = LoginPoint.amongRealms(time, request, before, all.view());
      all.learn(request, point);
      own.learn(request, point);
    }

    synchronized Population take() {
      Population taken = own.copy();
      own = new PopulationLearner(Population.EMPTY);
      return taken;
    }

    synchronized void giveBack(Population taken) {
      own = new PopulationLearner(sum(taken, own.copy()));
    }

    synchronized void replace(Population stored) {
      all = new PopulationLearner(sum(stored, own.copy()));
    }
  }
}
