package io.flowshield.tests.faults;

import io.flowshield.demo.DemoFolders;
import io.flowshield.demo.FlowShieldStack;

/** A stack for one test that breaks Keycloak or Temporal themselves. */
final class OwnStack {
  private OwnStack() {}

  /** Begins to set one up in a folder of its own. */
  static FlowShieldStack.Builder in(String folder) {
    return FlowShieldStack.in(folders(folder)).progress(System.out::println);
  }

  static DemoFolders folders(String folder) {
    DemoFolders folders = DemoFolders.ofBuild();
    return folders.writingTo(folders.work().resolve(folder));
  }
}
