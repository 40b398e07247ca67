package io.flowshield.tests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who asks too often is told when to ask again, and the others are answered. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C14")
class RateLimitIT {
  private static final String READY = "/realms/flowshield/flowshield/ready";

  @Test
  void simulationsAreCountedForEachAdministrator(FlowShieldStack stack) throws Exception {
    String path = "/admin/realms/flowshield/flowshield/decisions/none/what-if";
    Caller busy = Caller.with(stack, Neighbourhoods.newHome(), "view-realm");
    Caller calm = Caller.with(stack, busy.home(), "view-realm");
    HttpResponse<String> last = busy.call("POST", path, "{}");
    int answered = 0;
    // a minute may end in between
    while (last.statusCode() == 404 && answered <= 120) {
      answered++;
      last = busy.call("POST", path, "{}");
    }
    assertThat(answered).isBetween(60, 120);
    tellsWhenToAskAgain(last);
    assertThat(busy.status("POST", "/admin/realms/flowshield/flowshield/backtest", "{}"))
        .as("the same count")
        .isIn(429, 200);
    assertThat(calm.status("POST", path, "{}")).isEqualTo(404);
  }

  @Test
  void hintsAreCountedForEachNetwork(FlowShieldStack stack) throws Exception {
    String path = "/realms/flowshield/flowshield/email-hint";
    String body = "{\"email\":\"nora@example.org\"}";
    tellsWhenToAskAgain(untilRefused(stack, "POST", path, body, 120));
    assertThat(new Caller(stack, "", Neighbourhoods.newHome()).status("POST", path, body))
        .isEqualTo(200);
  }

  @Test
  void publicPagesAreCountedForEachNetwork(FlowShieldStack stack) throws Exception {
    Caller somebody = new Caller(stack, "", Neighbourhoods.newHome());
    HttpResponse<String> ready = somebody.call("GET", READY, "");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).isEqualTo("{\"ready\":true}");
    tellsWhenToAskAgain(untilRefused(stack, "GET", READY, "", 1_200));
    assertThat(somebody.status("GET", READY, "")).isEqualTo(200);
  }

  /** Asks from one network with several connections until it is refused. */
  private static HttpResponse<String> untilRefused(
      FlowShieldStack stack, String method, String path, String body, int limit) throws Exception {
    Caller caller = new Caller(stack, "", Neighbourhoods.newHome());
    AtomicReference<HttpResponse<String>> refused = new AtomicReference<>();
    AtomicInteger answered = new AtomicInteger();
    ExecutorService crowd = Executors.newFixedThreadPool(4);
    try {
      for (int i = 0; i < 4; i++) {
        crowd.submit(
            () -> {
              // a minute may end in between
              while (refused.get() == null && answered.get() <= 2 * limit + 4) {
                HttpResponse<String> answer = caller.call(method, path, body);
                if (answer.statusCode() == 200) {
                  answered.incrementAndGet();
                } else {
                  refused.set(answer);
                }
              }
              return answered;
            });
      }
      crowd.shutdown();
      assertThat(crowd.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
    } finally {
      crowd.shutdownNow();
    }
    assertThat(answered.get()).isBetween(limit - 4, 2 * limit);
    return refused.get();
  }

  private static void tellsWhenToAskAgain(HttpResponse<String> refused) {
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
    assertThat(refused.body()).contains("Retry-After");
  }
}
