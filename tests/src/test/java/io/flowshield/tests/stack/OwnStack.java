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
    return begin(folders(folder));
  }

  /** On the database and the image that this run is about; skips the test without them. */
  static FlowShieldStack.Builder begin(DemoFolders folders) {
    FlowShieldStack.Builder builder = FlowShieldStack.in(folders).progress(System.out::println);
    TestDatabase.next().ifPresent(builder::database);
    KeycloakImage.ofRun().ifPresent(builder::host);
    return builder;
  }

  public static DemoFolders folders(String folder) {
    DemoFolders folders = DemoFolders.ofBuild();
    return folders.writingTo(folders.work().resolve(folder));
  }
}
