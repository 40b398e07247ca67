package io.flowshield.risk.counters;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowshield.ml.context.Counters;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counts in this node's memory. At most 100,000 users, addresses and pairs of user and prefix each
 * are remembered; those that were not seen for an hour are forgotten, and what an account was used
 * for after a day. Failures can push each other out of memory, but nothing that is known of
 * completed logins of the same account.
 */
public final class MemoryCounterStore implements CounterStore {
  private static final Duration FAILURES = Duration.ofMinutes(15);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration REALM_FAILURES = Duration.ofMinutes(5);
  private static final Duration REALM_REGISTRATIONS = Duration.ofMinutes(10);

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SESSIONS = Duration.ofHours(12);

  /** More address prefixes or sessions of one account than this look alike. */
  private static final int MAX_OF_AN_ACCOUNT = 32;

  private final Cache<String, Subject> users = cache(HOUR);
  private final Cache<String, Account> accounts = cache(DAY);
  private final Cache<String, SlidingCount> origins = cache(HOUR);
  private final Cache<String, Subject> addresses = cache(HOUR);
  private final Cache<String, SlidingCount> prefixes = cache(HOUR);
  private final Cache<String, RealmCounts> realms = cache(HOUR);

  @Override
  public void loginFailed(
      String realmId, @Nullable String userId, String addressKey, String prefix, Instant time) {
    long now = time.toEpochMilli();
    String address = key(realmId, addressKey);
    addresses.get(address, key -> new Subject()).failed(userId == null ? "" : userId, now);
    realms.get(realmId, key -> new RealmCounts()).failures.add(now);
    if (userId != null) {
      users.get(key(realmId, userId), key -> new Subject()).failed(addressKey, now);
      origins.get(key(key(realmId, userId), prefix), key -> new SlidingCount(FAILURES)).add(now);
      account(realmId, userId).tried.add(prefix, now);
    }
  }

  @Override
  public void loginCompleted(
      String realmId, String userId, String prefix, @Nullable String sessionId, Instant time) {
    Account account = account(realmId, userId);
    account.used.add(prefix, time.toEpochMilli());
    if (sessionId != null) {
      account.sessions.add(sessionId, time.toEpochMilli());
    }
  }

  @Override
  public void sessionEnded(String realmId, String userId, String sessionId, Instant time) {
    Account account = accounts.getIfPresent(key(realmId, userId));
    if (account != null) {
      account.sessions.remove(sessionId);
    }
  }

  @Override
  public void credentialChanged(String realmId, String userId, Instant time) {
    account(realmId, userId).changes.add(time.toEpochMilli());
  }

  private Account account(String realmId, String userId) {
    return accounts.get(key(realmId, userId), key -> new Account());
  }

  @Override
  public void registered(String realmId, String prefix, Instant time) {
    long now = time.toEpochMilli();
    prefixes.get(key(realmId, prefix), key -> new SlidingCount(HOUR)).add(now);
    realms.get(realmId, key -> new RealmCounts()).registrations.add(now);
  }

  @Override
  public Counters snapshot(
      String realmId, @Nullable String userId, String addressKey, String prefix, Instant time) {
    long now = time.toEpochMilli();
    Subject user = userId == null ? null : users.getIfPresent(key(realmId, userId));
    Account account = userId == null ? null : accounts.getIfPresent(key(realmId, userId));
    SlidingCount here =
        userId == null ? null : origins.getIfPresent(key(key(realmId, userId), prefix));
    Subject address = addresses.getIfPresent(key(realmId, addressKey));
    SlidingCount registrations = prefixes.getIfPresent(key(realmId, prefix));
    RealmCounts realm = realms.getIfPresent(realmId);
    return new Counters(
        user == null ? 0 : user.failures.count(now),
        address == null ? 0 : address.failures.count(now),
        address == null ? 0 : address.others.count(now),
        user == null ? 0 : user.others.count(now),
        registrations == null ? 0 : registrations.count(now),
        realm == null ? 0 : realm.failures.count(now),
        realm == null ? 0 : realm.registrations.count(now),
        account == null ? 1 : account.used.countWith(account.tried, prefix, now),
        account == null ? 0 : account.changes.count(now),
        account == null ? 0 : account.sessions.count(now),
        here == null ? 0 : here.count(now),
        account == null ? 1 : account.used.countWith(prefix, now));
  }

  private static <T> Cache<String, T> cache(Duration kept) {
    return Caffeine.newBuilder().maximumSize(100_000).expireAfterAccess(kept).build();
  }

  private static String key(String realmId, String name) {
    return realmId + ' ' + name;
  }

  /** An account with the addresses that failed on it, or an address with the accounts. */
  private static final class Subject {
    final SlidingCount failures = new SlidingCount(FAILURES);
    final SlidingSet others = new SlidingSet(HOUR);

    void failed(String other, long now) {
      failures.add(now);
      others.add(other, now);
    }
  }

  /** What an account was used for. */
  private static final class Account {
    final SlidingSet used = new SlidingSet(DAY, MAX_OF_AN_ACCOUNT);
    final SlidingSet tried = new SlidingSet(DAY, MAX_OF_AN_ACCOUNT);
    final SlidingSet sessions = new SlidingSet(SESSIONS, MAX_OF_AN_ACCOUNT);
    final SlidingCount changes = new SlidingCount(DAY);
  }

  private static final class RealmCounts {
    final SlidingCount failures = new SlidingCount(REALM_FAILURES);
    final SlidingCount registrations = new SlidingCount(REALM_REGISTRATIONS);
  }
}
