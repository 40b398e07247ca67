package io.flowshield.tests.temporal;

import io.flowshield.demo.TemporalProcess;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips tests of what the Java test server cannot do. Declared before any extension that starts
 * servers, it skips before they start.
 */
public final class NeedsTemporalServer implements BeforeEachCallback {

  @Override
  public void beforeEach(ExtensionContext context) {
    Assumptions.assumeTrue(
        TemporalProcess.command().isPresent(),
        "skipped: needs Temporal's own server, the command temporal on the path (.ci/temporal"
            + " installs it)");
  }
}
