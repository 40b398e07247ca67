package io.flowshield.worker.text;

import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.ml.signal.Signal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model is asked. It can only be made of what this class knows by name (purposes, languages,
 * levels, codes of signals), so that nothing of a person can get into it. Equal for people of whom
 * the same is to be said. Immutable.
 */
public final class Prompt {
  /** What the text is for. */
  public enum Purpose {
    /** The mail that asks for the confirmation of an address. */
    VERIFY(
        "It stands in a mail that asks somebody who has just registered to confirm the e-mail"
            + " address. Say in a friendly way why confirming it protects people whose address"
            + " somebody else has typed in."),
    /** The mail that asks again. */
    REMINDER(
        "It stands in a mail that reminds somebody that the registration still waits for the"
            + " confirmation of the e-mail address. Say in a friendly way that the registration is"
            + " withdrawn if nobody confirms it, so that nothing is kept of people who never wanted"
            + " it."),
    /** For the administrator who has to decide about a registration. */
    REVIEW(
        "It helps an administrator who has to approve or reject a registration that was held"
            + " because of its risk. Explain plainly what the named signals mean together and what"
            + " is worth a look before deciding. Do not decide.");

    private final String task;

    Purpose(String task) {
      this.task = task;
    }
  }

  /** Levels of a risk. */
  public enum Level {
    LOW,
    MEDIUM,
    HIGH
  }

  private static final int MOST_CODES = 8;

  private static final Set<String> KNOWN_CODES =
      RegistrationFeatures.SET.signals().stream()
          .map(Signal::code)
          .filter(code -> !code.isEmpty())
          .collect(Collectors.toUnmodifiableSet());

  private final Purpose purpose;
  private final Language language;
  private final String facts;

  private Prompt(Purpose purpose, Language language, String facts) {
    this.purpose = purpose;
    this.language = language;
    this.facts = facts;
  }

  /** For the mail that asks for the confirmation of an address. */
  public static Prompt verification(Language language) {
    return new Prompt(Purpose.VERIFY, language, "");
  }

  /** For the mail that asks again. */
  public static Prompt reminder(Language language) {
    return new Prompt(Purpose.REMINDER, language, "");
  }

  /**
   * For an administrator, in English.
   *
   * @param score in [0, 1]; only its tenth is told
   * @param codes of signals, strongest first; those that this release does not know are left out
   */
  public static Prompt review(Level level, double score, List<String> codes) {
    Set<String> known = new LinkedHashSet<>();
    for (String code : codes) {
      if (KNOWN_CODES.contains(code) && known.size() < MOST_CODES) {
        known.add(code);
      }
    }
    long tenths = Math.round(Math.min(1, Math.max(0, score)) * 10);
    return new Prompt(
        Purpose.REVIEW,
        Language.ENGLISH,
        String.format(
            Locale.ROOT,
            "Level: %s. Risk: about %d of 10. Signals, strongest first: %s.",
            level,
            tenths,
            known.isEmpty() ? "none" : String.join(", ", known)));
  }

  /** What the text is for. */
  public Purpose purpose() {
    return purpose;
  }

  /** Which language it is in. */
  public Language language() {
    return language;
  }

  /** What holds for every text. */
  String rules() {
    return "You write one short paragraph of plain text in "
        + language.englishName()
        + ", two or three sentences and at most fifty words. No greeting, no headings, no lists, no"
        + " quotation marks, no markup, no digits, no abbreviations, no names, no links, no"
        + " addresses, no line breaks. Ask for nothing: no passwords, codes, calls, replies or"
        + " clicks. Answer with the paragraph alone.";
  }

  /** What this text is about. */
  String task() {
    return facts.isEmpty() ? purpose.task : purpose.task + " " + facts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Prompt that
        && purpose == that.purpose
        && language == that.language
        && facts.equals(that.facts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(purpose, language, facts);
  }

  @Override
  public String toString() {
    return purpose + "/" + language;
  }
}
