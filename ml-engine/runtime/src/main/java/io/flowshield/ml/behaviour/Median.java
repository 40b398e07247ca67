package io.flowshield.ml.behaviour;

/** The middle value, without sorting all of them (Hoare's selection, 1961). */
final class Median {
  private Median() {}

  /**
   * @param values reordered on the way
   * @param n how many of them count, at least 1
   */
  static float of(float[] values, int n) {
    int middle = n / 2;
    float upper = select(values, n, middle);
    if (n % 2 == 1) {
      return upper;
    }
    // The selection left everything smaller in front of the middle.
    float lower = values[0];
    for (int i = 1; i < middle; i++) {
      lower = Math.max(lower, values[i]);
    }
    return (lower + upper) / 2;
  }

  private static float select(float[] values, int n, int k) {
    int low = 0;
    int high = n - 1;
    while (low < high) {
      float pivot = values[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          float swap = values[i];
          values[i++] = values[j];
          values[j--] = swap;
        }
      }
      if (k <= j) {
        high = j;
      } else if (k >= i) {
        low = i;
      } else {
        break;
      }
    }
    return values[k];
  }
}
