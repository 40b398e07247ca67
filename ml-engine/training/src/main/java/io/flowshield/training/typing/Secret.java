package io.flowshield.training.typing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The places on a QWERTY keyboard that an imagined password leads the fingers to. There is no
 * password behind it that anybody uses.
 *
 * @param keys in order
 */
record Secret(List<Key> keys) {
  private static final String[] ROWS = {
    "1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"
  };
  private static final int[] FINGERS = {0, 1, 2, 3, 3, 4, 4, 5, 6, 7, 7, 7};
  private static final String CONSONANTS = "bcdfghjklmnpqrstvwxyzttnnssrrllddmm";
  private static final String VOWELS = "aeiouaeioae";
  private static final String DIGITS = "1234567890";
  private static final String SYMBOLS = "-=[];',./";

  /**
   * One key.
   *
   * @param name the character without shift
   * @param finger 0 (left little finger) to 7 (right)
   * @param row 0 (digits) to 3
   * @param shift whether it takes the shift key as well
   */
  record Key(char name, int finger, int row, boolean shift) {

    boolean isLeft() {
      return finger < 4;
    }

    boolean isLetter() {
      return name >= 'a' && name <= 'z';
    }

    boolean isDigit() {
      return name >= '0' && name <= '9';
    }
  }

  /** Words with digits mostly, some with symbols, some at random. */
  static Secret draw(Random random) {
    StringBuilder text = new StringBuilder();
    boolean capital = random.nextDouble() < 0.35;
    double kind = random.nextDouble();
    if (kind < 0.2) {
      int length = 8 + random.nextInt(7);
      for (int i = 0; i < length; i++) {
        double letter = random.nextDouble();
        text.append(
            letter < 0.6
                ? of(letter < 0.4 ? CONSONANTS : VOWELS, random)
                : of(letter < 0.85 ? DIGITS : SYMBOLS, random));
      }
    } else {
      int letters = 5 + random.nextInt(7);
      for (int i = 0; i < letters; i++) {
        text.append(of(i % 2 == 0 || random.nextDouble() < 0.2 ? CONSONANTS : VOWELS, random));
      }
      if (kind < 0.85) {
        int digits = 1 + random.nextInt(4);
        for (int i = 0; i < digits; i++) {
          text.append(of(DIGITS, random));
        }
      }
      if (kind > 0.6) {
        text.insert(random.nextInt(text.length() + 1), of(SYMBOLS, random));
      }
    }
    List<Key> keys = new ArrayList<>();
    int shifted = capital ? random.nextInt(3) == 0 ? random.nextInt(text.length()) : 0 : -1;
    for (int i = 0; i < text.length(); i++) {
      keys.add(key(text.charAt(i), i == shifted));
    }
    return new Secret(List.copyOf(keys));
  }

  private static char of(String characters, Random random) {
    return characters.charAt(random.nextInt(characters.length()));
  }

  private static Key key(char name, boolean shift) {
    for (int row = 0; row < ROWS.length; row++) {
      int column = ROWS[row].indexOf(name);
      if (column >= 0) {
        return new Key(name, FINGERS[column], row, shift);
      }
    }
    throw new IllegalArgumentException("No such key");
  }
}
