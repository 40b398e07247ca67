package io.flowshield.ml.password;

/** Why a password is easy to guess; a code that tells nothing of its text. */
public enum PasswordPattern {
  /** A word, name or known password of a ranked list, in any case. */
  DICTIONARY,
  /** Such a word with digits or signs for letters. */
  L33T,
  /** Such a word backwards. */
  REVERSED,
  /** Neighbouring keys of a keyboard. */
  KEYBOARD_WALK,
  /** A day or a year. */
  DATE,
  /** The same characters again and again. */
  REPEAT,
  /** Characters in order, such as {@code abcd} or {@code 8642}. */
  SEQUENCE,
  /** The user's own name at this realm. */
  USER_NAME,
  /** A part of the user's address. */
  EMAIL,
  /** The user's first or last name. */
  PERSON_NAME,
  /** The realm's name. */
  REALM
}
