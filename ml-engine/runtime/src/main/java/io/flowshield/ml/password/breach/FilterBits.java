package io.flowshield.ml.password.breach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/** Many bits in memory or in a mapped file, of which no piece may be larger than 1 GiB. */
final class FilterBits {
  private static final int PIECE_SHIFT = 30;
  private static final long PIECE = 1L << PIECE_SHIFT;

  private final ByteBuffer[] pieces;

  private FilterBits(ByteBuffer[] pieces) {
    this.pieces = pieces;
  }

  static FilterBits inMemory(int bytes) {
    return new FilterBits(new ByteBuffer[] {ByteBuffer.allocate(bytes)});
  }

  /** Maps a part of a file; it stays mapped after the channel is closed. */
  static FilterBits mapped(FileChannel channel, FileChannel.MapMode mode, long from, long bytes)
      throws IOException {
    ByteBuffer[] pieces = new ByteBuffer[(int) ((bytes + PIECE - 1) >>> PIECE_SHIFT)];
    for (int i = 0; i < pieces.length; i++) {
      long start = i * PIECE;
      pieces[i] = channel.map(mode, from + start, Math.min(PIECE, bytes - start));
    }
    return new FilterBits(pieces);
  }

  boolean get(long bit) {
    long at = bit >>> 3;
    int value = pieces[(int) (at >>> PIECE_SHIFT)].get((int) (at & (PIECE - 1)));
    return (value & (1 << (bit & 7))) != 0;
  }

  void set(long bit) {
    long at = bit >>> 3;
    ByteBuffer piece = pieces[(int) (at >>> PIECE_SHIFT)];
    int index = (int) (at & (PIECE - 1));
    piece.put(index, (byte) (piece.get(index) | (1 << (bit & 7))));
  }

  void digest(MessageDigest digest) {
    for (ByteBuffer piece : pieces) {
      digest.update(piece.duplicate().rewind());
    }
  }
}
