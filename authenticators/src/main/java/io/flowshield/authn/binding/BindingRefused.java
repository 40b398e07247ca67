package io.flowshield.authn.binding;

import java.util.List;

/** Says why a realm cannot be changed as wished; nothing has been written. */
final class BindingRefused extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  BindingRefused(List<String> problems) {
    super(String.join(" ", problems));
    this.problems = List.copyOf(problems);
  }

  BindingRefused(String problem) {
    this(List.of(problem));
  }

  /** A sentence each. */
  List<String> problems() {
    return problems;
  }
}
