package io.flowshield.demo;

import java.io.IOException;

/** Starts everything and waits for Ctrl-C; {@code -Dsmoke} drives it instead and ends. */
public final class DemoMain {
  private DemoMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    DemoFolders folders = DemoFolders.ofBuild();
    System.out.println("Building Keycloak with the pack ...");
    KeycloakDistribution distribution = KeycloakDistribution.of(folders);
    System.out.println("Starting Keycloak ...");
    try (KeycloakProcess keycloak =
        KeycloakProcess.prepare(
                distribution, folders.work().resolve("keycloak"), Ports.preferably(8080))
            .start()) {
      System.out.println("Keycloak started at " + keycloak.url());
    }
  }
}
