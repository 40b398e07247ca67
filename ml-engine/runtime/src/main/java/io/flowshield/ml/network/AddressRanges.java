package io.flowshield.ml.network;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Address blocks as sorted ranges without overlap, 32 bytes each: a list of a million takes 32 MB.
 */
final class AddressRanges {
  private final long[] fromHigh;
  private final long[] fromLow;
  private final long[] toHigh;
  private final long[] toLow;

  private AddressRanges(int size) {
    fromHigh = new long[size];
    fromLow = new long[size];
    toHigh = new long[size];
    toLow = new long[size];
  }

  private AddressRanges(AddressRanges all, int size) {
    fromHigh = Arrays.copyOf(all.fromHigh, size);
    fromLow = Arrays.copyOf(all.fromLow, size);
    toHigh = Arrays.copyOf(all.toHigh, size);
    toLow = Arrays.copyOf(all.toLow, size);
  }

  static AddressRanges of(List<Cidr> blocks) {
    List<Cidr> sorted =
        blocks.stream()
            .sorted(
                Comparator.comparing(Cidr::high, Long::compareUnsigned)
                    .thenComparing(Cidr::low, Long::compareUnsigned)
                    .thenComparing(Cidr::bits))
            .toList();
    AddressRanges ranges = new AddressRanges(sorted.size());
    int size = 0;
    for (Cidr block : sorted) {
      // Blocks nest or lie apart: one that begins within the last ends within it.
      if (size > 0 && ranges.endsAtOrBehind(size - 1, block.high(), block.low())) {
        continue;
      }
      ranges.fromHigh[size] = block.high();
      ranges.fromLow[size] = block.low();
      ranges.toHigh[size] = block.high() | ~Cidr.mask(block.bits());
      ranges.toLow[size] = block.low() | ~Cidr.mask(block.bits() - 64);
      size++;
    }
    return new AddressRanges(ranges, size);
  }

  boolean holds(long high, long low) {
    int first = 0;
    int last = fromHigh.length - 1;
    while (first <= last) {
      int middle = (first + last) >>> 1;
      if (compare(fromHigh[middle], fromLow[middle], high, low) <= 0) {
        first = middle + 1;
      } else {
        last = middle - 1;
      }
    }
    return last >= 0 && endsAtOrBehind(last, high, low);
  }

  private boolean endsAtOrBehind(int index, long high, long low) {
    return compare(toHigh[index], toLow[index], high, low) >= 0;
  }

  private static int compare(long high1, long low1, long high2, long low2) {
    int byHigh = Long.compareUnsigned(high1, high2);
    return byHigh == 0 ? Long.compareUnsigned(low1, low2) : byHigh;
  }
}
