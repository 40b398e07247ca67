package io.flowshield.tests.stack;

import io.flowshield.demo.DemoFolders;
import io.flowshield.demo.FlowShieldStack;

/**
 * A stack for one test that breaks Keycloak or Temporal themselves, or that other tests' people
 * would disturb.
 */
public final class OwnStack {
  private OwnStack() {}

  /** Begins to set one up in a folder of its own. */
  public static FlowShieldStack.Builder in(String folder) {
    return FlowShieldStack.in(folders(folder)).progress(System.out::println);
  }

  public static DemoFolders folders(String folder) {
    DemoFolders folders = DemoFolders.ofBuild();
    return folders.writingTo(folders.work().resolve(folder));
  }
}
