package io.flowshield.risk.policy;

import io.flowshield.ml.network.NetworkList;
import io.flowshield.risk.custom.CustomSignals;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values that a setting may have. Immutable.
 *
 * @param type what they are
 * @param least smallest of numbers; null where there is none
 * @param most greatest of numbers; null where there is none
 * @param words all there are, for {@link Type#WORD} and {@link Type#WORDS}
 */
public record Range(Type type, @Nullable Double least, @Nullable Double most, Set<String> words) {
  /** Longest text and address, in characters. */
  private static final int MOST_TEXT = 2_000;

  /** Longest name of a role, in characters; Keycloak's column. */
  private static final int MOST_ROLE = 255;

  /** What kind of value it is. */
  public enum Type {
    /** {@code true} or {@code false}. */
    FLAG,
    /** A number, bounds included. */
    SHARE,
    /** A number, bounds excluded. */
    PREVALENCE,
    /** A whole number. */
    WHOLE,
    /** A whole number of seconds. */
    SECONDS,
    /** One of the words. */
    WORD,
    /** Some of the words, between commas. */
    WORDS,
    /** Address blocks, autonomous systems and countries. */
    NETWORKS,
    /** {@code role} or {@code client/role}, between commas. */
    ROLES,
    /** {@code signal=weight}, between commas. */
    WEIGHTS,
    /** An address of keys. */
    URL,
    /** One line. */
    TEXT,
    /** One line that nobody is shown. */
    SECRET
  }

  public Range {
    words = Set.copyOf(words);
  }

  private static Range of(Type type) {
    return new Range(type, null, null, Set.of());
  }

  private static Range numbers(Type type, double least, double most) {
    return new Range(type, least, most, Set.of());
  }

  static Range flag() {
    return of(Type.FLAG);
  }

  static Range share() {
    return share(1);
  }

  static Range share(double most) {
    return numbers(Type.SHARE, 0, most);
  }

  static Range prevalence() {
    return numbers(Type.PREVALENCE, 0, 1);
  }

  static Range whole(int least, int most) {
    return numbers(Type.WHOLE, least, most);
  }

  static Range seconds() {
    return seconds(Integer.MAX_VALUE);
  }

  static Range seconds(long most) {
    return numbers(Type.SECONDS, 1, most);
  }

  static Range word(Set<String> words) {
    return new Range(Type.WORD, null, null, words);
  }

  static Range words(Set<String> words) {
    return new Range(Type.WORDS, null, null, words);
  }

  static Range networks() {
    return of(Type.NETWORKS);
  }

  static Range roles() {
    return of(Type.ROLES);
  }

  static Range weights() {
    return of(Type.WEIGHTS);
  }

  static Range url() {
    return of(Type.URL);
  }

  static Range text() {
    return of(Type.TEXT);
  }

  static Range secret() {
    return of(Type.SECRET);
  }

  /** Whether a value without blanks around it is one of these; an empty one never is. */
  public boolean holds(String value) {
    return switch (type) {
      case FLAG -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
      case SHARE -> isBetween(number(value));
      case PREVALENCE -> number(value) > bound(least) && number(value) < bound(most);
      case WHOLE, SECONDS -> isBetween(number(value)) && number(value) == Math.rint(number(value));
      case WORD -> words.contains(value);
      case WORDS ->
          Arrays.stream(value.split(",", -1)).map(String::strip).allMatch(words::contains);
      case NETWORKS -> !value.isEmpty() && NetworkList.parse(value).leftOut() == 0;
      case ROLES -> Arrays.stream(value.split(",", -1)).map(String::strip).allMatch(Range::isRole);
      case WEIGHTS -> !value.isEmpty() && CustomWeights.areReadable(value);
      case URL -> isLine(value) && SharedSignalsSettings.isUsable(value);
      case TEXT, SECRET -> isLine(value);
    };
  }

  /** The nearest number within the bounds. */
  double clamp(double number) {
    return Math.max(bound(least), Math.min(bound(most), number));
  }

  /** What it holds, to go on behind "has to be". */
  public String inWords() {
    return switch (type) {
      case FLAG -> "true or false";
      case SHARE -> "a number from " + plain(least) + " to " + plain(most);
      case PREVALENCE -> "a number above " + plain(least) + " and below " + plain(most);
      case WHOLE -> "a whole number from " + plain(least) + " to " + plain(most);
      case SECONDS -> "a whole number of seconds from " + plain(least) + " to " + plain(most);
      case WORD -> "one of " + list();
      case WORDS -> "some of " + list() + ", separated by commas";
      case NETWORKS ->
          "address blocks, autonomous systems (AS64496) and countries (XX), separated by commas";
      case ROLES -> "roles, role or client/role, separated by commas";
      case WEIGHTS ->
          "signals with weights from 0 to "
              + plain(CustomSignals.MOST_UP)
              + ", for example one=1.5, other=0.5";
      case URL -> "an https address, or an http address on this machine, without a user";
      case TEXT, SECRET -> "one line of at most " + MOST_TEXT + " characters";
    };
  }

  private String list() {
    return String.join(", ", new TreeSet<>(words));
  }

  private boolean isBetween(double number) {
    return number >= bound(least) && number <= bound(most);
  }

  private static double bound(@Nullable Double bound) {
    return bound == null ? Double.NaN : bound;
  }

  private static String plain(@Nullable Double number) {
    return number == null ? "" : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static boolean isRole(String name) {
    return !name.isEmpty() && name.length() <= 2 * MOST_ROLE && isLine(name);
  }

  private static boolean isLine(String value) {
    return !value.isEmpty()
        && value.length() <= MOST_TEXT
        && value.chars().noneMatch(Character::isISOControl);
  }

  /** The number that a text says; not a number when it says none. */
  static double number(String text) {
    return Optional.of(text)
        .filter(digits -> !digits.isEmpty() && digits.length() <= 64)
        .map(Range::parsed)
        .orElse(Double.NaN);
  }

  private static double parsed(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
