package io.flowshield.testkit.partial;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of an interface that has many methods, of which a test needs few. Whatever else is
 * asked of it throws {@link UnsupportedOperationException} with the method's name, so that a test
 * notices what it relied on by chance.
 *
 * @param <T> the interface
 */
public final class PartialDouble<T> {
  private final Class<T> type;
  private final Map<String, Answer> answers = new HashMap<>();

  /** What a method does. */
  @FunctionalInterface
  public interface Answer {
    /**
     * @param arguments in order; empty when there are none
     * @return null for a method without a result
     */
    @Nullable Object to(Object[] arguments);
  }

  private PartialDouble(Class<T> type) {
    this.type = type;
  }

  /** Begins with an object that knows nothing. */
  public static <T> PartialDouble<T> of(Class<T> type) {
    return new PartialDouble<>(type);
  }

  /** All methods of a name do this. */
  public PartialDouble<T> when(String method, Answer answer) {
    answers.put(method, answer);
    return this;
  }

  /** All methods of a name return this. */
  public PartialDouble<T> returning(String method, @Nullable Object value) {
    return when(method, arguments -> value);
  }

  /** The object. It equals itself only; later changes here count for it too. */
  public T object() {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                answer(self, method, arguments == null ? new Object[0] : arguments)));
  }

  private @Nullable Object answer(Object self, Method method, Object[] arguments) {
    Answer answer = answers.get(method.getName());
    if (answer != null) {
      return answer.to(arguments);
    }
    return switch (method.getName()) {
      case "equals" -> self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> "double of " + type.getSimpleName();
      default ->
          throw new UnsupportedOperationException(
              "This test's " + type.getSimpleName() + " does not know " + method.getName());
    };
  }
}
