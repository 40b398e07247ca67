package io.flowshield.tests.existing;

import io.flowshield.demo.AdminClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an administrator sees of a realm. */
final class RealmViews {
  private static final List<String> PATHS =
      List.of(
          "",
          "/authentication/flows",
          "/authentication/required-actions",
          "/authentication/config",
          "/components",
          "/events/config",
          "/clients",
          "/client-scopes",
          "/roles",
          "/default-default-client-scopes",
          "/identity-provider/instances");

  private RealmViews() {}

  static Map<String, String> of(AdminClient admin) throws Exception {
    Map<String, String> views = new LinkedHashMap<>();
    for (String path : PATHS) {
      views.put("admin" + path, Canonical.text(admin.get(path)));
    }
    return views;
  }
}
