package io.flowshield.ml.anomaly;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The paths that one asked point takes down trees of which nothing else is grown. A node's box is
 * what costs: eight dimensions of seven bits share a word here and are compared at once (Warren,
 * "Hacker's Delight", 2013, section 2-18).
 */
final class QueryPath {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;
  private static final long SUM_OF_SHORTS = 0x0001000100010001L;

  private final int words;
  private final int count;
  private final long[] sample;
  private final long[] query;

  /** Where the points of the present node begin in the sample. */
  private final int[] members;

  private final long[] low;
  private final long[] high;
  private final long[] rootLow;
  private final long[] rootHigh;

  QueryPath(byte[] points, byte[] point) {
    words = point.length / Long.BYTES;
    count = points.length / point.length;
    sample = words(points);
    query = words(point);
    members = new int[count];
    low = new long[words];
    high = new long[words];
    startAtRoot();
    box(count);
    rootLow = low.clone();
    rootHigh = high.clone();
  }

  private static long[] words(byte[] bytes) {
    long[] words = new long[bytes.length / Long.BYTES];
    for (int i = 0; i < words.length; i++) {
      words[i] = (long) WORDS.get(bytes, i * Long.BYTES);
    }
    return words;
  }

  private void startAtRoot() {
    for (int i = 0; i < count; i++) {
      members[i] = i * words;
    }
  }

  private void box(int size) {
    for (int word = 0; word < words; word++) {
      long least = sample[members[0] + word];
      long most = least;
      for (int i = 1; i < size; i++) {
        long value = sample[members[i] + word];
        long above = atLeast(least, value);
        least = value & above | least & ~above;
        above = atLeast(value, most);
        most = value & above | most & ~above;
      }
      low[word] = least;
      high[word] = most;
    }
  }

  /** The seven bits of each byte in which a is at least b. */
  private static long atLeast(long a, long b) {
    long notLess = ((a | HIGH_BITS) - b) & HIGH_BITS;
    return notLess - (notLess >>> 7);
  }

  /** The sum over the bytes of what a exceeds b by. */
  private static int excess(long a, long b) {
    long above = atLeast(a, b);
    return sum((a & above) - (b & above));
  }

  private static int sum(long bytes) {
    long shorts = (bytes & EVEN_BYTES) + (bytes >>> 8 & EVEN_BYTES);
    return (int) (shorts * SUM_OF_SHORTS >>> 48);
  }

  /** What the tree that these numbers draw says of the point, before normalisation. */
  double score(Draws draws) {
    startAtRoot();
    System.arraycopy(rootLow, 0, low, 0, words);
    System.arraycopy(rootHigh, 0, high, 0, words);
    int size = count;
    double score = 0;
    double left = 1;
    for (int depth = 0; ; depth++) {
      int inside = 0;
      int outside = 0;
      for (int word = 0; word < words; word++) {
        inside += sum(high[word] - low[word]);
        outside += excess(low[word], query[word]) + excess(query[word], high[word]);
      }
      if (inside == 0) {
        return score
            + left
                * (outside == 0
                    ? RandomCutForest.seen(depth, size, count)
                    : RandomCutForest.unseen(depth));
      }
      double cutOff = (double) outside / (inside + outside);
      score += left * cutOff * RandomCutForest.unseen(depth);
      left *= 1 - cutOff;
      if (left < RandomCutForest.NEGLIGIBLE) {
        return score + left * RandomCutForest.unseen(depth + 1);
      }
      size = follow(draws.below(inside), size);
      box(size);
    }
  }

  /** Keeps the members on the query's side of a cut; returns how many. */
  private int follow(int along, int size) {
    int word = 0;
    int rest = along;
    for (int length = sum(high[0] - low[0]); rest >= length; ) {
      rest -= length;
      word++;
      length = sum(high[word] - low[word]);
    }
    long lengths = high[word] - low[word];
    int shift = 0;
    for (int length = (int) (lengths & 0x7F); rest >= length; ) {
      rest -= length;
      shift += 8;
      length = (int) (lengths >>> shift & 0x7F);
    }
    int cut = (int) (low[word] >>> shift & 0x7F) + rest;
    boolean below = (int) (query[word] >>> shift & 0x7F) <= cut;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      int member = members[i];
      members[kept] = member;
      kept += (int) (sample[member + word] >>> shift & 0x7F) <= cut == below ? 1 : 0;
    }
    return kept;
  }
}
