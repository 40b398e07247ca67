package io.flowshield.authn.binding;

import java.util.ArrayList;
import java.util.List;

/** What was changed, and what an administrator should know besides; a line each. */
final class Report {
  private final List<String> changes = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void changed(String line, Object... values) {
    changes.add(line.formatted(values));
  }

  void note(String line, Object... values) {
    notes.add(line.formatted(values));
  }

  List<String> changes() {
    return List.copyOf(changes);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
