package io.flowshield.training.simulation;

import io.flowshield.ml.context.RegistrationFacts;
import java.util.List;
import java.util.Locale;

/** Names and mail addresses of people who do not exist. */
final class Names {
  private static final List<String> FIRST =
      List.of(
          "Anna", "Ben", "Clara", "David", "Elena", "Felix", "Grace", "Henry", "Ines", "Jonas",
          "Katja", "Liam", "Maria", "Noah", "Olga", "Paul", "Rosa", "Samuel", "Tina", "Umar",
          "Vera", "William", "Yusuf", "Zoe", "Amelie", "Bruno", "Carmen", "Diego", "Emma", "Franz",
          "Giulia", "Hugo", "Ivan", "Julia", "Kenji", "Laura", "Marco", "Nadia", "Oscar", "Priya",
          "Quentin", "Ravi", "Sofia", "Thomas", "Ursula", "Victor", "Wanda", "Xenia", "Yuki",
          "Arjun", "Beatriz", "Chloe", "Dmitri", "Erik", "Fatima", "Georg", "Hannah", "Igor",
          "Joao", "Karim", "Lucia", "Mei", "Nils", "Pedro", "Ruth", "Stefan", "Teresa", "Wei");
  private static final List<String> LAST =
      List.of(
          "Adler",
          "Becker",
          "Costa",
          "Duarte",
          "Evans",
          "Fischer",
          "Garcia",
          "Hoffmann",
          "Ivanova",
          "Jansen",
          "Keller",
          "Lopez",
          "Meyer",
          "Novak",
          "Olsen",
          "Petrov",
          "Quinn",
          "Rossi",
          "Schmidt",
          "Tanaka",
          "Ueda",
          "Vogel",
          "Wagner",
          "Young",
          "Zimmer",
          "Andersson",
          "Brown",
          "Chen",
          "Dubois",
          "Eriksen",
          "Ferrari",
          "Green",
          "Haddad",
          "Ito",
          "Johnson",
          "Kowalski",
          "Lehmann",
          "Martin",
          "Nguyen",
          "Okafor",
          "Patel",
          "Reyes",
          "Silva",
          "Taylor",
          "Walker",
          "Huber",
          "Moreau",
          "Nielsen",
          "Peeters",
          "Santos",
          "Wright",
          "Kaya",
          "Popescu",
          "Bauer");
  private static final List<String> FREE_MAIL =
      List.of(
          "gmail.com",
          "gmail.com",
          "gmail.com",
          "outlook.com",
          "hotmail.com",
          "yahoo.com",
          "icloud.com",
          "gmx.de",
          "web.de",
          "orange.fr",
          "libero.it",
          "proton.me");

  /** Domains whose business is to be thrown away; the last ones are in nobody's list yet. */
  private static final List<String> DISPOSABLE =
      List.of(
          "mailinator.com",
          "yopmail.com",
          "guerrillamail.com",
          "10minutemail.com",
          "temp-mail.org",
          "trashmail.com",
          "sharklasers.com",
          "getnada.com",
          "maildrop.cc",
          "dispostable.com",
          "throwawaymail.com",
          "fakeinbox.com",
          "mohmal.com",
          "moakt.com",
          "inbox-for-now.example",
          "quick-drop-mail.example",
          "onetimebox.example");

  private static final List<String> WORDS =
      List.of(
          "sunny", "tiger", "blue", "music", "happy", "garden", "river", "pixel", "moon", "coffee",
          "silver", "runner", "bike", "cloud", "maple", "chess", "rocket", "panda");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String ALPHANUMERIC = LETTERS + "0123456789";

  private Names() {}

  /** An honest person. */
  static RegistrationFacts person(Dice dice, String locale) {
    String first = dice.pick(FIRST);
    String last = dice.pick(LAST);
    String f = first.toLowerCase(Locale.ROOT);
    String l = last.toLowerCase(Locale.ROOT);
    String local =
        switch (dice.weighted(30, 10, 10, 14, 8, 8, 12, 5, 3)) {
          case 0 -> f + "." + l;
          case 1 -> f + l;
          case 2 -> f.charAt(0) + l;
          case 3 -> f + "." + l + dice.between(1, 99);
          case 4 -> f + dice.between(1950, 2010);
          case 5 -> l + "." + f;
          case 6 -> dice.pick(WORDS) + dice.pick(WORDS) + dice.below(1000);
          case 7 -> f.charAt(0) + "" + l.charAt(0) + dice.between(10, 9999);
          default -> random(dice, ALPHANUMERIC, dice.between(6, 10));
        };
    String domain =
        switch (dice.weighted(76, 23, 0.7)) {
          case 0 -> dice.pick(FREE_MAIL);
          case 1 -> l + dice.pick(List.of(".com", ".de", ".org", ".net", ".io", ".example"));
          default -> dice.pick(DISPOSABLE);
        };
    boolean named = dice.chance(0.92);
    return new RegistrationFacts(
        dice.chance(0.5) ? local + "@" + domain : local,
        local,
        domain,
        named ? first : "",
        named ? last : "",
        locale);
  }

  /** A person of one organisation. */
  static RegistrationFacts colleague(Dice dice, String domain, String locale) {
    String first = dice.pick(FIRST);
    String last = dice.pick(LAST);
    String local = first.toLowerCase(Locale.ROOT) + "." + last.toLowerCase(Locale.ROOT);
    return new RegistrationFacts(local, local, domain, first, last, locale);
  }

  /** A throw-away address with a random name. */
  static RegistrationFacts disposable(Dice dice) {
    String local = random(dice, ALPHANUMERIC, dice.between(7, 16));
    return new RegistrationFacts(
        local, local, dice.pick(DISPOSABLE), gibberish(dice), gibberish(dice), "en");
  }

  /** One of a sequence: an ordinary name that counts upwards. */
  static RegistrationFacts numbered(Dice dice, String stem, int number, String domain) {
    String local = stem + number;
    return new RegistrationFacts(local, local, domain, dice.pick(FIRST), dice.pick(LAST), "en");
  }

  static String stem(Dice dice) {
    return dice.pick(FIRST).toLowerCase(Locale.ROOT) + dice.pick(LAST).toLowerCase(Locale.ROOT);
  }

  static String freeMail(Dice dice) {
    return dice.pick(FREE_MAIL);
  }

  /** A domain bought to receive any mail. */
  static String catchAll(Dice dice) {
    return dice.pick(WORDS)
        + dice.pick(WORDS)
        + dice.below(100)
        + dice.pick(List.of(".site", ".online", ".xyz", ".top"));
  }

  /** A random name at a free mail service. */
  static RegistrationFacts generated(Dice dice) {
    String local =
        dice.chance(0.7)
            ? random(dice, ALPHANUMERIC, dice.between(8, 16))
            : dice.pick(WORDS) + random(dice, ALPHANUMERIC, dice.between(4, 8));
    return new RegistrationFacts(
        local, local, dice.pick(FREE_MAIL), gibberish(dice), gibberish(dice), "en");
  }

  /** A fake that took care to look like a person. */
  static RegistrationFacts plausible(Dice dice, String locale) {
    RegistrationFacts person = person(dice, locale);
    return dice.chance(0.25)
        ? new RegistrationFacts(
            person.emailLocalPart(),
            person.emailLocalPart(),
            dice.pick(DISPOSABLE),
            person.firstName(),
            person.lastName(),
            locale)
        : person;
  }

  private static String gibberish(Dice dice) {
    return dice.chance(0.4) ? dice.pick(FIRST) : random(dice, LETTERS, dice.between(4, 9));
  }

  private static String random(Dice dice, String alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(dice.below(alphabet.length())));
    }
    return text.toString();
  }
}
