package io.flowshield.tests.doors;

import io.flowshield.demo.BrowserDriver.Page;
import java.util.List;

/** Compares pages. */
final class Pages {
  private Pages() {}

  /**
   * Session code, tab, client data and the page's session hash differ from request to request, and
   * so do the names of {@link People}, which a form repeats.
   */
  static String withoutRandomValues(Page page) {
    String body = page.body();
    for (String value :
        List.of(
            "session_code=[^&\"]+",
            "tab_id=[^&\"]+",
            "client_data=[^&\"]+",
            "door-[0-9a-f-]{36}",
            "\"[A-Za-z0-9+/_=-]{43,88}\"")) {
      body = body.replaceAll(value, "");
    }
    return body;
  }
}
