package io.flowshield.tests.stack;

import io.flowshield.demo.DemoFolders;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.custom.ExtraProviders;
import io.flowshield.tests.requirement.AuthenticationDevice;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Hands the shared stack to tests. It is started by the first test that asks for it and serves the
 * whole run; whoever breaks a part of it mends it in the same test. Beside the pack it has custom
 * signals, which move no score until somebody gives them a weight. When a test fails, the ends of
 * the servers' logs go to its output.
 */
public final class FlowShieldExtension
    implements BeforeAllCallback, ParameterResolver, TestExecutionExceptionHandler {
  private static final StackOfJvm SHARED = new StackOfJvm(FlowShieldExtension::start);

  @Override
  public void beforeAll(ExtensionContext context) {
    KeycloakImage.assumeAvailable();
    TestDatabase.assumeAvailable();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == FlowShieldStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return SHARED.get();
  }

  private static FlowShieldStack start() {
    try {
      DemoFolders folders = DemoFolders.ofBuild();
      DemoFolders shared = folders.writingTo(folders.work().resolve("shared"));
      return OwnStack.begin(shared)
          .providers(ExtraProviders.jars(folders.work().resolve("extra-providers")))
          .keycloakOption(AuthenticationDevice.OPTION, AuthenticationDevice.ADDRESS)
          .start();
    } catch (Exception e) {
      throw new IllegalStateException("the shared stack did not start", e);
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    SHARED.ifStarted(stack -> tellLogs(context.getDisplayName(), stack));
    throw failure;
  }

  /** Prints the ends of a stack's logs. */
  public static void tellLogs(String test, FlowShieldStack stack) {
    System.out.printf(
        "%n%s failed. Keycloak's log ends:%n%s%n%nThe worker's log ends:%n%s%n",
        test, stack.keycloak().tail(80), stack.worker().tail(40));
  }
}
