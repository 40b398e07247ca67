package io.flowshield.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.DemoFolders;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.OwnStack;
import io.flowshield.tests.stack.StackOfJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands browsers to tests, and a stack that all of them share and that knows no other tests'
 * people. Without an installed Chromium each test is skipped. Whatever page a test has seen, its
 * console must be free of errors and warnings.
 */
final class ChromiumExtension implements ExecutionCondition, ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(ChromiumExtension.class);

  private static final StackOfJvm SHARED = new StackOfJvm(ChromiumExtension::start);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<Chromium> chromium = Chromium.installed();
    // Test by test, so that each is counted among the skipped.
    return chromium.isPresent() || context.getTestMethod().isEmpty()
        ? ConditionEvaluationResult.enabled("Chromium is installed")
        : ConditionEvaluationResult.disabled(Chromium.missing());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == FlowShieldStack.class || type == Browsers.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == FlowShieldStack.class) {
      return SHARED.get();
    }
    return context
        .getStore(SPACE)
        .getOrComputeIfAbsent(Browsers.class, key -> browsers(), Browsers.class);
  }

  private static Browsers browsers() {
    Path work = DemoFolders.ofBuild().work();
    return new Browsers(
        Chromium.installed().orElseThrow(),
        work.resolve("browser-profiles"),
        work.resolveSibling("screenshots"));
  }

  private static FlowShieldStack start() {
    try {
      return OwnStack.in("browser").start();
    } catch (Exception e) {
      throw new IllegalStateException("the stack of the browser tests did not start", e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Browsers browsers = context.getStore(SPACE).get(Browsers.class, Browsers.class);
    if (browsers == null) {
      return;
    }
    try {
      if (context.getExecutionException().isPresent()) {
        record(context, browsers);
      } else {
        for (Browser browser : browsers.open()) {
          assertThat(browser.consoleErrors()).as("the console of %s", browser.address()).isEmpty();
        }
      }
    } finally {
      browsers.close();
    }
  }

  private static void record(ExtensionContext context, Browsers browsers) throws Exception {
    String test =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    int number = 0;
    for (Browser browser : browsers.open()) {
      Path picture = browsers.picture("failed-" + test + "-" + ++number);
      browser.picture(picture);
      Files.writeString(
          picture.resolveSibling("failed-" + test + "-" + number + ".html"), browser.source());
      System.out.printf(
          "%s failed: %s%nconsole: %s%npicture: %s%n",
          test, browser, browser.consoleErrors(), picture);
    }
    SHARED.ifStarted(stack -> FlowShieldExtension.tellLogs(test, stack));
  }
}
