package io.flowshield.ml;

import java.util.Arrays;
import java.util.List;

/**
 * The numbers that a model judges, in the order of its schema. A missing value is NaN. Immutable.
 */
public final class FeatureVector {
  private final FeatureSchema schema;
  private final float[] values;

  /**
   * @throws IllegalArgumentException when there are not as many values as the schema has names
   */
  public FeatureVector(FeatureSchema schema, float[] values) {
    if (values.length != schema.names().size()) {
      throw new IllegalArgumentException(
          values.length
              + " values for the "
              + schema.names().size()
              + " features of "
              + schema.id());
    }
    this.schema = schema;
    this.values = values.clone();
  }

  public FeatureSchema schema() {
    return schema;
  }

  /** A copy. */
  public float[] values() {
    return values.clone();
  }

  /** The value of a feature; NaN when it is missing from this attempt or from the schema. */
  public float get(String name) {
    int index = schema.names().indexOf(name);
    return index < 0 ? Float.NaN : values[index];
  }

  /** The same numbers with one replaced, for a what-if or a fresher count. */
  public FeatureVector with(String name, float value) {
    int index = schema.names().indexOf(name);
    if (index < 0) {
      return this;
    }
    float[] copy = values.clone();
    copy[index] = value;
    return new FeatureVector(schema, copy);
  }

  @Override
  public String toString() {
    List<String> names = schema.names();
    StringBuilder text = new StringBuilder(schema.id());
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? " " : ", ").append(names.get(i)).append('=').append(values[i]);
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureVector vector
        && schema.equals(vector.schema)
        && Arrays.equals(values, vector.values);
  }

  @Override
  public int hashCode() {
    return 31 * schema.hashCode() + Arrays.hashCode(values);
  }
}
