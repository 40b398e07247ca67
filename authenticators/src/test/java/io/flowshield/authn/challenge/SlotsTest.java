package io.flowshield.authn.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.testkit.partial.PartialDouble;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.SingleUseObjectProvider;

class SlotsTest {
  private final Set<Object> stored = ConcurrentHashMap.newKeySet();

  private Slots slots(String name, int limit) {
    SingleUseObjectProvider store =
        PartialDouble.of(SingleUseObjectProvider.class)
            .when("putIfAbsent", arguments -> stored.add(arguments[0]))
            .when("contains", arguments -> stored.contains(arguments[0]))
            .object();
    return new Slots(store, name, limit, Duration.ofMinutes(5));
  }

  @Test
  void givesAsManyAsThereAre() {
    Slots slots = slots("a", 3);
    assertThat(IntStream.range(0, 5).mapToObj(i -> slots.take()))
        .containsExactly(true, true, true, false, false);
  }

  @Test
  void isExhaustedWithTheLastOne() {
    Slots slots = slots("a", 2);
    slots.take();
    assertThat(slots.exhausted()).isFalse();
    slots.take();
    assertThat(slots.exhausted()).isTrue();
  }

  @Test
  void keepsNamesApart() {
    assertThat(slots("a", 1).take()).isTrue();
    assertThat(slots("b", 1).take()).isTrue();
    assertThat(slots("a", 1).take()).isFalse();
  }

  @Test
  void requestsSentAtOnceGetNoMoreThanTheLimit() {
    Slots slots = slots("a", 5);
    assertThat(IntStream.range(0, 200).parallel().filter(i -> slots.take()).count()).isEqualTo(5);
  }
}
