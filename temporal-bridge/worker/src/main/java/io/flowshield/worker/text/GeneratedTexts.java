package io.flowshield.worker.text;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.flowshield.worker.text.AnswerCheck.Flaw;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Texts of one model, or none: the caller's own text has to do without. A text is asked for once
 * for all people of whom the same is to be said, and kept; a failure is kept for a moment, so that
 * callers who come at once wait together for one answer. Never throws. Thread-safe.
 */
public final class GeneratedTexts {
  private static final Logger LOG = LoggerFactory.getLogger(GeneratedTexts.class);

  /** Far more than there are prompts for mails, and enough for common sets of signals. */
  private static final int MOST_TEXTS = 1_000;

  /**
   * What bounds the use of a model.
   *
   * @param perHour most questions in an hour, at least 1
   * @param perDay most questions in a day, at least 1
   * @param keep how long a good text is used
   * @param pause how long the same question is not asked again after it failed
   * @param rest how long nothing is asked once half of the latest answers were bad
   */
  public record Bounds(int perHour, int perDay, Duration keep, Duration pause, Duration rest) {

    /** With the times that suit texts which hardly ever change. */
    public static Bounds of(int perHour, int perDay) {
      return new Bounds(
          perHour, perDay, Duration.ofHours(24), Duration.ofSeconds(30), Duration.ofMinutes(5));
    }
  }

  private final LanguageModel model;
  private final CircuitBreaker breaker;
  private final RateLimiter hourly;
  private final RateLimiter daily;
  private final Cache<Prompt, Optional<String>> texts;
  private final Map<String, LongAdder> missing = new ConcurrentHashMap<>();

  /**
   * @param model who writes
   * @param bounds of its use
   */
  public GeneratedTexts(LanguageModel model, Bounds bounds) {
    this.model = model;
    breaker =
        CircuitBreaker.of(
            "text",
            CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(6)
                .minimumNumberOfCalls(3)
                .failureRateThreshold(50)
                .waitDurationInOpenState(bounds.rest())
                .permittedNumberOfCallsInHalfOpenState(1)
                .build());
    hourly = budget("hour", bounds.perHour(), Duration.ofHours(1));
    daily = budget("day", bounds.perDay(), Duration.ofDays(1));
    texts =
        Caffeine.newBuilder()
            .maximumSize(MOST_TEXTS)
            .expireAfter(
                Expiry.<Prompt, Optional<String>>creating(
                    (prompt, text) -> text.isPresent() ? bounds.keep() : bounds.pause()))
            .build();
  }

  private static RateLimiter budget(String name, int most, Duration period) {
    return RateLimiter.of(
        name,
        RateLimiterConfig.custom()
            .limitForPeriod(most)
            .limitRefreshPeriod(period)
            .timeoutDuration(Duration.ZERO)
            .build());
  }

  /**
   * A text that may be shown as it is, wherever plain text is escaped.
   *
   * @return empty when there is none, for whatever reason
   */
  public Optional<String> text(Prompt prompt) {
    return texts.get(prompt, this::ask);
  }

  private Optional<String> ask(Prompt prompt) {
    if (!breaker.tryAcquirePermission()) {
      return none(prompt, "the model rests");
    }
    if (!hourly.acquirePermission() || !daily.acquirePermission()) {
      breaker.releasePermission();
      return none(prompt, "the budget is spent");
    }
    long start = System.nanoTime();
    try {
      String text = AnswerCheck.tidy(model.answer(prompt));
      Optional<Flaw> flaw = AnswerCheck.flaw(text, prompt);
      if (flaw.isPresent()) {
        // A model that answers like this costs as much as one that works.
        throw new NoAnswerException("an answer with the flaw " + flaw.get());
      }
      breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      return Optional.of(text);
    } catch (NoAnswerException e) {
      breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
      return none(prompt, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // A client's own mistake must not cost anybody a mail.
      breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
      return none(prompt, e.getClass().getSimpleName());
    }
  }

  private Optional<String> none(Prompt prompt, String reason) {
    LongAdder count = missing.computeIfAbsent(reason, fresh -> new LongAdder());
    count.increment();
    LOG.info("no generated text for {}: {} ({} since the start)", prompt, reason, count.sum());
    return Optional.empty();
  }
}
