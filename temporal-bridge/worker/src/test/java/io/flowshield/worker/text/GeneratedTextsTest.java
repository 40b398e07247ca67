package io.flowshield.worker.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.worker.text.GeneratedTexts.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GeneratedTextsTest {
  private static final Prompt PROMPT = Prompt.verification(Language.ENGLISH);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration AT_ONCE = Duration.ofNanos(1);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean well = true;
  private volatile String answer = AnswerCheckTest.GOOD;

  private String answer(Prompt prompt) throws NoAnswerException {
    asked.incrementAndGet();
    if (!well) {
      throw new NoAnswerException("HTTP 500");
    }
    return answer;
  }

  private GeneratedTexts texts(int perHour, int perDay, Duration keep, Duration rest) {
    return new GeneratedTexts(this::answer, new Bounds(perHour, perDay, keep, AT_ONCE, rest));
  }

  @Test
  void a_text_is_asked_for_once_and_kept_for_all() {
    GeneratedTexts texts = texts(10, 10, LONG, LONG);
    assertThat(texts.text(PROMPT)).contains(AnswerCheckTest.GOOD);
    answer = "something else";
    assertThat(texts.text(Prompt.verification(Language.ENGLISH))).contains(AnswerCheckTest.GOOD);
    assertThat(asked).hasValue(1);
    assertThat(texts.text(Prompt.reminder(Language.ENGLISH))).isEmpty();
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_text_is_asked_for_again_when_it_is_old() throws Exception {
    GeneratedTexts texts = texts(10, 10, SHORT, LONG);
    texts.text(PROMPT);
    Thread.sleep(SHORT.toMillis() + 100);
    assertThat(texts.text(PROMPT)).isPresent();
    assertThat(asked).hasValue(2);
  }

  @Test
  void an_answer_that_must_not_be_shown_is_none() {
    answer = "Visit https://evil.example and tell the password of your account to the people.";
    assertThat(texts(10, 10, LONG, LONG).text(PROMPT)).isEmpty();
  }

  @Test
  void a_client_that_breaks_down_costs_nobody_the_mail() {
    GeneratedTexts texts =
        new GeneratedTexts(
            prompt -> {
              throw new IllegalStateException("bug");
            },
            Bounds.of(10, 10));
    assertThat(texts.text(PROMPT)).isEmpty();
  }

  @Test
  void more_than_the_budget_is_never_asked() {
    for (GeneratedTexts texts :
        List.of(texts(3, 100, AT_ONCE, LONG), texts(100, 3, AT_ONCE, LONG))) {
      asked.set(0);
      for (int i = 0; i < 3; i++) {
        assertThat(texts.text(PROMPT)).isPresent();
      }
      for (int i = 0; i < 5; i++) {
        assertThat(texts.text(PROMPT)).isEmpty();
      }
      assertThat(asked).hasValue(3);
    }
  }

  @Test
  void a_model_that_fails_rests_and_is_asked_one_question_after_that() throws Exception {
    GeneratedTexts texts = texts(1_000, 1_000, LONG, SHORT);
    well = false;
    for (int i = 0; i < 20; i++) {
      assertThat(texts.text(PROMPT)).isEmpty();
    }
    assertThat(asked).hasValue(3);

    Thread.sleep(SHORT.toMillis() + 100);
    assertThat(texts.text(PROMPT)).isEmpty();
    assertThat(texts.text(PROMPT)).isEmpty();
    assertThat(asked).as("one trial, which failed").hasValue(4);

    Thread.sleep(SHORT.toMillis() + 100);
    well = true;
    assertThat(texts.text(PROMPT)).isPresent();
    assertThat(texts.text(Prompt.reminder(Language.ENGLISH))).isPresent();
    assertThat(asked).hasValue(6);
  }

  @Test
  void answers_that_are_no_use_make_it_rest_too() {
    answer = "No.";
    GeneratedTexts texts = texts(1_000, 1_000, LONG, LONG);
    for (int i = 0; i < 20; i++) {
      assertThat(texts.text(PROMPT)).isEmpty();
    }
    assertThat(asked).hasValue(3);
  }

  @Test
  void callers_who_come_at_once_wait_for_one_answer_even_if_it_fails() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    GeneratedTexts texts =
        new GeneratedTexts(
            prompt -> {
              asked.incrementAndGet();
              try {
                go.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new NoAnswerException("HTTP 500");
            },
            new Bounds(1_000, 1_000, LONG, LONG, LONG));
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Future<Optional<String>>> waiting = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        waiting.add(callers.submit(() -> texts.text(PROMPT)));
      }
      Thread.sleep(100);
      go.countDown();
      for (Future<Optional<String>> text : waiting) {
        assertThat(text.get()).isEmpty();
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(asked).hasValue(1);
  }
}
