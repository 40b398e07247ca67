package io.flowshield.ml;

import java.util.List;

/**
 * The names of a model's features, in order.
 *
 * @param name the model it belongs to, for example {@code login}
 * @param version grows when a name is added, removed or changes its meaning
 * @param names unique, never empty
 */
public record FeatureSchema(String name, int version, List<String> names) {

  public FeatureSchema {
    names = List.copyOf(names);
  }

  /** For example {@code login-v1}. */
  public String id() {
    return name + "-v" + version;
  }
}
