package io.flowshield.authn.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
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
        (SingleUseObjectProvider)
            Proxy.newProxyInstance(
                SlotsTest.class.getClassLoader(),
                new Class<?>[] {SingleUseObjectProvider.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "putIfAbsent" -> stored.add(arguments[0]);
                      case "contains" -> stored.contains(arguments[0]);
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
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
