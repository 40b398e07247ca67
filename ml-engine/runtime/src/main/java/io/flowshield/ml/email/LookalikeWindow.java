package io.flowshield.ml.email;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers the patterns of the addresses that registered in one realm lately, to tell {@code
 * john001}, {@code john002}, {@code john003} from people. Keeps keyed hashes of patterns and
 * addresses, with a key that only this object knows, never an address. Bounded and thread-safe.
 *
 * <p>An address has up to three patterns:
 *
 * <ul>
 *   <li>its mailbox: without what follows a {@code +}, and without dots where a service ignores
 *       them; another address of the same mailbox counts 2;
 *   <li>its stem: its letters alone, when there are at least four; another address with the stem
 *       counts 1, at any domain;
 *   <li>its shape at its domain: {@code aaaa00} of {@code john12}, when it holds digits or one run
 *       of at least eight letters; another one counts 0.5. Not at the large mail services, where
 *       strangers share a shape all day.
 * </ul>
 */
public final class LookalikeWindow {
  /** How long a registration is remembered unless said otherwise. */
  public static final Duration DEFAULT = Duration.ofHours(6);

  private static final int MOST_PATTERNS = 20_000;
  private static final int MOST_ADDRESSES = 64;
  private static final int SHORTEST_STEM = 4;
  private static final double MAILBOX = 2;
  private static final double STEM = 1;
  private static final double SHAPE = 0.5;

  private static final Set<String> DOTS_IGNORED = Set.of("gmail.com", "googlemail.com");
  private static final Set<String> LARGE_SERVICES =
      Set.of(
          "gmail.com",
          "googlemail.com",
          "outlook.com",
          "hotmail.com",
          "live.com",
          "msn.com",
          "yahoo.com",
          "ymail.com",
          "icloud.com",
          "me.com",
          "aol.com",
          "proton.me",
          "protonmail.com",
          "gmx.de",
          "gmx.net",
          "gmx.com",
          "web.de",
          "t-online.de",
          "freenet.de",
          "mail.com",
          "mail.ru",
          "yandex.ru",
          "yandex.com",
          "bk.ru",
          "rambler.ru",
          "qq.com",
          "163.com",
          "126.com",
          "sina.com",
          "foxmail.com",
          "naver.com",
          "daum.net",
          "yahoo.co.jp",
          "yahoo.co.uk",
          "hotmail.co.uk",
          "btinternet.com",
          "orange.fr",
          "free.fr",
          "sfr.fr",
          "laposte.net",
          "wanadoo.fr",
          "libero.it",
          "virgilio.it",
          "tiscali.it",
          "wp.pl",
          "o2.pl",
          "onet.pl",
          "interia.pl",
          "seznam.cz",
          "centrum.cz",
          "ukr.net",
          "abv.bg",
          "uol.com.br",
          "bol.com.br",
          "terra.com.br",
          "rediffmail.com",
          "comcast.net",
          "verizon.net",
          "att.net",
          "ziggo.nl",
          "kpnmail.nl",
          "telenet.be",
          "bluewin.ch",
          "telia.com",
          "online.no");

  private final long windowMillis;
  private final Mac mac;

  /** For each pattern the addresses that were seen with it, and how often each. */
  private final Map<Long, Map<Long, Integer>> patterns = new HashMap<>();

  private final Deque<Entry> order = new ArrayDeque<>();

  private record Entry(long pattern, long address, long millis) {}

  private record Key(long hash, double weight) {}

  /** Remembers for {@link #DEFAULT}. */
  public LookalikeWindow() {
    this(DEFAULT);
  }

  public LookalikeWindow(Duration window) {
    this.windowMillis = window.toMillis();
    byte[] key = new byte[16];
    new SecureRandom().nextBytes(key);
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
    }
  }

  /**
   * Counts the other addresses of the window that look like this one, and remembers it. The same
   * address again, as when a form is sent twice, is not another one.
   *
   * @param localPart lower case
   * @param domain lower case
   * @return the weighted count of the pattern that says most, 0 when nobody looks like it; NaN
   *     without an address
   */
  public synchronized double note(String localPart, String domain, Instant time) {
    double others = count(localPart, domain, time);
    if (Double.isNaN(others)) {
      return others;
    }
    String local = shortened(localPart);
    long address = hash("@", local + "@" + domain);
    for (Key key : keys(local, domain)) {
      Map<Long, Integer> addresses =
          patterns.computeIfAbsent(key.hash(), unused -> new HashMap<>(2));
      if (addresses.containsKey(address) || addresses.size() < MOST_ADDRESSES) {
        addresses.merge(address, 1, Integer::sum);
        order.addLast(new Entry(key.hash(), address, time.toEpochMilli()));
      }
    }
    return others;
  }

  /** The same count without remembering the address. */
  public synchronized double count(String localPart, String domain, Instant time) {
    if (localPart.isEmpty() || domain.isEmpty()) {
      return Double.NaN;
    }
    forget(time.toEpochMilli());
    String local = shortened(localPart);
    long address = hash("@", local + "@" + domain);
    double most = 0;
    for (Key key : keys(local, domain)) {
      Map<Long, Integer> addresses = patterns.getOrDefault(key.hash(), Map.of());
      int others = addresses.size() - (addresses.containsKey(address) ? 1 : 0);
      most = Math.max(most, key.weight() * others);
    }
    return most;
  }

  private static String shortened(String localPart) {
    return localPart.substring(0, Math.min(localPart.length(), LocalPartFeatures.LONGEST));
  }

  /** How many patterns are remembered. */
  synchronized int size() {
    return patterns.size();
  }

  private void forget(long now) {
    while (!order.isEmpty()
        && (order.getFirst().millis() <= now - windowMillis || order.size() > MOST_PATTERNS)) {
      Entry oldest = order.removeFirst();
      Map<Long, Integer> addresses = patterns.get(oldest.pattern());
      if (addresses != null) {
        addresses.merge(oldest.address(), -1, (times, less) -> times > 1 ? times + less : null);
        if (addresses.isEmpty()) {
          patterns.remove(oldest.pattern());
        }
      }
    }
  }

  private List<Key> keys(String local, String domain) {
    int plus = local.indexOf('+');
    String mailbox = plus > 0 ? local.substring(0, plus) : local;
    String undotted = DOTS_IGNORED.contains(domain) ? mailbox.replace(".", "") : mailbox;
    Key box = new Key(hash("mailbox", undotted + "@" + domain), MAILBOX);
    String stem = stem(mailbox);
    List<Key> keys = new ArrayList<>(3);
    keys.add(box);
    if (stem.length() >= SHORTEST_STEM) {
      keys.add(new Key(hash("stem", stem), STEM));
    }
    if (!LARGE_SERVICES.contains(domain) && telling(mailbox)) {
      keys.add(new Key(hash("shape", shape(mailbox) + "@" + domain), SHAPE));
    }
    return keys;
  }

  /** The letters of a mailbox in lower case. */
  static String stem(String mailbox) {
    StringBuilder stem = new StringBuilder();
    mailbox
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetter)
        .forEach(stem::appendCodePoint);
    return stem.toString();
  }

  /** {@code a} for each letter, {@code 0} for each digit, the rest as it is. */
  static String shape(String mailbox) {
    StringBuilder shape = new StringBuilder();
    mailbox
        .codePoints()
        .forEach(
            c ->
                shape.appendCodePoint(
                    Character.isLetter(c) ? 'a' : Character.isDigit(c) ? '0' : c));
    return shape.toString();
  }

  private static boolean telling(String mailbox) {
    String shape = shape(mailbox);
    return shape.indexOf('0') >= 0 ? shape.length() >= 5 : shape.matches("a{8,}");
  }

  private long hash(String kind, String text) {
    mac.update(kind.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    byte[] bytes = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(Arrays.copyOf(bytes, Long.BYTES)).getLong();
  }
}
