package io.flowshield.risk.sharedsignals;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowshield.risk.learning.Background;
import io.flowshield.risk.learning.Losses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.jose.jwk.JSONWebKeySet;
import org.keycloak.jose.jwk.JWK;
import org.keycloak.util.JWKSUtils;
import org.keycloak.util.JsonSerialization;

/**
 * Keys that transmitters publish (RFC 7517), fetched behind the requests that want them and kept
 * for at most an hour. An address is asked every five minutes while it is wanted, and for an
 * unknown key every ten seconds at most. Thread-safe.
 */
final class TransmitterKeys {
  private static final Logger LOG = Logger.getLogger(TransmitterKeys.class);
  private static final String SIGNATURE = "sig";
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int LONGEST_ANSWER = 256 * 1024;
  private static final int MOST_KEYS = 100;
  private static final int MOST_ADDRESSES = 200;
  private static final int LEAST_RSA_BITS = 2048;

  private final Background background;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(LIMIT)
          .build();
  private final Cache<String, Address> addresses =
      Caffeine.newBuilder().maximumSize(MOST_ADDRESSES).build();

  TransmitterKeys(Background background, Clock clock) {
    this.background = background;
    this.clock = clock;
  }

  private record Known(Map<String, KeyWrapper> keys, Instant fetched) {}

  private static final class Address {
    final AtomicLong askedMillis = new AtomicLong();
    volatile @Nullable Known known;
  }

  /**
   * A key by its id.
   *
   * @throws SetRefusedException when there is none, or when it is not known yet
   */
  KeyWrapper find(String url, String id) throws SetRefusedException {
    Address address = addresses.get(url, key -> new Address());
    Instant now = clock.instant();
    Known known = address.known;
    if (known == null || known.fetched().plus(KEPT).isBefore(now)) {
      ask(url, address, now);
      throw later();
    }
    KeyWrapper key = known.keys().get(id);
    if (key == null && known.fetched().plus(PAUSE).isAfter(now)) {
      throw new SetRefusedException(
          SetRefusedException.Kind.INVALID_KEY, "The issuer has no key of this id");
    }
    if (key == null || known.fetched().plus(FRESH).isBefore(now)) {
      ask(url, address, now);
    }
    if (key == null) {
      throw later();
    }
    return key;
  }

  private static SetRefusedException later() {
    return new SetRefusedException(
        SetRefusedException.Kind.LATER, "The keys of the issuer are being fetched");
  }

  private void ask(String url, Address address, Instant now) {
    long before = address.askedMillis.get();
    if (before < now.minus(PAUSE).toEpochMilli()
        && address.askedMillis.compareAndSet(before, now.toEpochMilli())) {
      background.submit(
          Losses.Kind.TRANSMITTER_KEYS_NOT_FETCHED,
          () -> address.known = new Known(keys(fetch(url)), clock.instant()));
    }
  }

  private byte[] fetch(String url) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            HttpRequest.newBuilder(URI.create(url))
                .timeout(LIMIT)
                .header("Accept", "application/json")
                .GET()
                .build(),
            info -> new Bounded(HttpResponse.BodySubscribers.ofByteArray()));
    try {
      // The request's own limit ends with the headers; this one covers the body too.
      HttpResponse<byte[]> response = answer.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() != 200) {
        throw new IllegalStateException("Status " + response.statusCode());
      }
      return response.body();
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      throw new IllegalStateException("No keys from " + url, e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** Public keys for signatures by their ids; what cannot be used is left out. */
  static Map<String, KeyWrapper> keys(byte[] json) {
    JSONWebKeySet set;
    try {
      set = JsonSerialization.readValue(json, JSONWebKeySet.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (set == null || set.getKeys() == null || set.getKeys().length > MOST_KEYS) {
      throw new IllegalStateException("No keys, or too many");
    }
    Map<String, KeyWrapper> keys = new HashMap<>();
    for (JWK published : set.getKeys()) {
      if (published.getPublicKeyUse() == null || published.getPublicKeyUse().equals(SIGNATURE)) {
        KeyWrapper key = key(published);
        if (key != null && key.getKid() != null) {
          keys.put(key.getKid(), key);
        }
      }
    }
    return Map.copyOf(keys);
  }

  private static @Nullable KeyWrapper key(JWK published) {
    KeyWrapper key;
    try {
      key = JWKSUtils.getKeyWrapper(published);
    } catch (RuntimeException e) {
      LOG.debugf(e, "A key that is published cannot be read");
      return null;
    }
    boolean weak =
        key != null
            && key.getPublicKey() instanceof RSAPublicKey rsa
            && rsa.getModulus().bitLength() < LEAST_RSA_BITS;
    return key == null || key.getPublicKey() == null || weak ? null : key;
  }

  /** Stops an answer that is too long. */
  private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
    private final HttpResponse.BodySubscriber<byte[]> inner;
    private Flow.@Nullable Subscription subscription;
    private long length;

    Bounded(HttpResponse.BodySubscriber<byte[]> inner) {
      this.inner = inner;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return inner.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      inner.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      length += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
      if (length > LONGEST_ANSWER) {
        if (subscription != null) {
          subscription.cancel();
        }
        inner.onError(new IOException("The answer is too long"));
      } else {
        inner.onNext(buffers);
      }
    }

    @Override
    public void onError(Throwable failure) {
      inner.onError(failure);
    }

    @Override
    public void onComplete() {
      inner.onComplete();
    }
  }
}
