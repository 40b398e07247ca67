package io.flowshield.training.simulation;

import io.flowshield.ml.context.Counters;
import io.flowshield.ml.request.Network;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bad events of one realm over the windows that {@link Counters} defines. Times in seconds. */
final class SlidingCounters {
  private static final long FIVE_MINUTES = 300;
  private static final long TEN_MINUTES = 600;
  private static final long QUARTER = 900;
  private static final long HOUR = 3600;
  private static final long HALF_A_DAY = 43_200;
  private static final long DAY = 86_400;

  private record Entry(long second, String subject) {}

  private static final Deque<Entry> NOTHING = new ArrayDeque<>();

  private final Map<String, Deque<Entry>> byUser = new HashMap<>();
  private final Map<String, Deque<Entry>> byOrigin = new HashMap<>();
  private final Map<String, Deque<Entry>> byAddress = new HashMap<>();
  private final Map<String, Deque<Entry>> registrations = new HashMap<>();
  private final Map<String, Deque<Entry>> uses = new HashMap<>();
  private final Map<String, Deque<Entry>> tries = new HashMap<>();
  private final Map<String, Deque<Entry>> changes = new HashMap<>();
  private final Map<String, Deque<Entry>> sessions = new HashMap<>();
  private final Deque<Entry> realmFailures = new ArrayDeque<>();
  private final Deque<Entry> realmRegistrations = new ArrayDeque<>();

  /** A login failed; the name typed need not exist. */
  void failed(long second, String user, Network network) {
    note(byUser, user, new Entry(second, network.addressKey()));
    note(byOrigin, origin(user, network), new Entry(second, ""));
    note(byAddress, network.addressKey(), new Entry(second, user));
    note(realmFailures, new Entry(second, ""));
    tried(second, user, network);
  }

  /** Somebody tried an account. */
  void tried(long second, String user, Network network) {
    noteForADay(tries, user, new Entry(second, network.prefix()));
  }

  /** A login to an account was completed. */
  void used(long second, String user, Network network) {
    noteForADay(uses, user, new Entry(second, network.prefix()));
  }

  /** A credential or the address of an account was changed. */
  void changed(long second, String user) {
    noteForADay(changes, user, new Entry(second, ""));
  }

  /** A session began that nobody ends. */
  void began(long second, String user) {
    noteForADay(sessions, user, new Entry(second, ""));
  }

  void registered(long second, Network network) {
    note(registrations, network.prefix(), new Entry(second, ""));
    note(realmRegistrations, new Entry(second, ""));
  }

  /** The counts as a request at this second finds them. */
  Counters at(long second, String user, Network network) {
    return new Counters(
        count(byUser.get(user), second, QUARTER),
        count(byAddress.get(network.addressKey()), second, QUARTER),
        distinct(byAddress.get(network.addressKey()), second),
        distinct(byUser.get(user), second),
        count(registrations.get(network.prefix()), second, HOUR),
        count(realmFailures, second, FIVE_MINUTES),
        count(realmRegistrations, second, TEN_MINUTES),
        user.isEmpty() ? 0 : prefixes(List.of(tries, uses), user, second, network.prefix()),
        count(changes.get(user), second, DAY),
        count(sessions.get(user), second, HALF_A_DAY),
        count(byOrigin.get(origin(user, network)), second, QUARTER),
        user.isEmpty() ? 0 : prefixes(List.of(uses), user, second, network.prefix()));
  }

  private static String origin(String user, Network network) {
    return user + ' ' + network.prefix();
  }

  private static int prefixes(
      List<Map<String, Deque<Entry>>> windows, String user, long now, String here) {
    Set<String> seen = new HashSet<>();
    seen.add(here);
    for (Map<String, Deque<Entry>> window : windows) {
      for (Entry entry : window.getOrDefault(user, NOTHING)) {
        if (entry.second() > now - DAY) {
          seen.add(entry.subject());
        }
      }
    }
    return seen.size();
  }

  private static void note(Map<String, Deque<Entry>> all, String key, Entry entry) {
    note(all.computeIfAbsent(key, unused -> new ArrayDeque<>()), entry);
  }

  private static void note(Deque<Entry> entries, Entry entry) {
    note(entries, entry, HOUR);
  }

  private static void noteForADay(Map<String, Deque<Entry>> all, String key, Entry entry) {
    note(all.computeIfAbsent(key, unused -> new ArrayDeque<>()), entry, DAY);
  }

  private static void note(Deque<Entry> entries, Entry entry, long kept) {
    while (!entries.isEmpty() && entries.getFirst().second() <= entry.second() - kept) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  private static int count(@Nullable Deque<Entry> entries, long now, long window) {
    if (entries == null) {
      return 0;
    }
    int count = 0;
    var newestFirst = entries.descendingIterator();
    while (newestFirst.hasNext() && newestFirst.next().second() > now - window) {
      count++;
    }
    return count;
  }

  private static int distinct(@Nullable Deque<Entry> entries, long now) {
    if (entries == null) {
      return 0;
    }
    Set<String> subjects = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.second() > now - HOUR) {
        subjects.add(entry.subject());
      }
    }
    return subjects.size();
  }
}
