package io.flowshield.tests.stack;

import io.flowshield.demo.FlowShieldStack;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stack that is started when it is first asked for and lives as long as the JVM, whose end ends
 * its processes. No store of JUnit's holds it: where several JVMs share the classes out among them,
 * each class is a run of its own.
 */
public final class StackOfJvm {
  private final Supplier<FlowShieldStack> start;
  private @Nullable FlowShieldStack started;

  public StackOfJvm(Supplier<FlowShieldStack> start) {
    this.start = start;
  }

  public synchronized FlowShieldStack get() {
    FlowShieldStack stack = started;
    if (stack == null) {
      stack = start.get();
      started = stack;
    }
    return stack;
  }

  public synchronized void ifStarted(Consumer<FlowShieldStack> then) {
    if (started != null) {
      then.accept(started);
    }
  }
}
