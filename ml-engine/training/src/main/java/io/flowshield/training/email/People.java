package io.flowshield.training.email;

import java.util.List;

/**
 * Local parts that people of a locale choose. Shares of the shapes are assumptions: the name with a
 * dot leads, then the name in one word, initials, a year of birth or a number behind it; a few
 * nicknames of words, roles of a company and account numbers of a school or an office.
 */
final class People {
  private static final List<String> ROLES =
      List.of(
          "info",
          "contact",
          "office",
          "sales",
          "support",
          "admin",
          "hello",
          "service",
          "team",
          "billing",
          "jobs",
          "hr",
          "press",
          "kontakt",
          "bestellung",
          "buchhaltung",
          "verwaltung",
          "contacto",
          "ventas",
          "accueil",
          "commercial",
          "secretariat",
          "biuro",
          "obchod",
          "reception",
          "marketing",
          "accounts",
          "help",
          "mail",
          "post",
          "webmaster",
          "it.support",
          "customer.service",
          "sales.eu",
          "info.berlin",
          "shop",
          "orders",
          "newsletter");

  private final Chance chance;
  private final List<String> words;

  /**
   * @param words for the few that call themselves by words
   */
  People(long seed, List<String> words) {
    this.chance = new Chance(seed);
    this.words = words;
  }

  String localPart(LocaleNames names) {
    String first = chance.pick(names.first());
    String last = chance.pick(names.last());
    String f = first.substring(0, 1);
    String l = last.substring(0, 1);
    String base =
        switch (chance.weighted(26, 13, 10, 6, 5, 2, 6, 4, 4, 7, 4, 3, 3, 2, 2.5, 1.5, 1)) {
          case 0 -> first + "." + last;
          case 1 -> first + last;
          case 2 -> f + last;
          case 3 -> f + "." + last;
          case 4 -> first + "_" + last;
          case 5 -> first + "-" + last;
          case 6 -> last + "." + first;
          case 7 -> last + first;
          case 8 -> first + "." + l;
          case 9 -> first;
          case 10 -> last;
          case 11 -> first + l;
          case 12 -> last + f;
          case 13 -> f + l + number();
          case 14 -> chance.pick(words) + (chance.of(0.6) ? chance.pick(words) : "");
          case 15 -> chance.pick(ROLES);
          default -> f + (chance.of(0.5) ? l : "") + chance.digits(chance.between(4, 7));
        };
    if (chance.of(0.06)) {
      base = base.replace(first, chance.pick(names.first()).charAt(0) + "." + first);
    }
    if (chance.of(0.03) && base.length() > 8) {
      base = base.substring(0, 8);
    }
    return digits(base) || chance.of(0.62) ? base : base + separator() + number();
  }

  private static boolean digits(String text) {
    return text.chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  private String separator() {
    return chance.of(0.85) ? "" : chance.of(0.5) ? "." : "_";
  }

  private String number() {
    return switch (chance.weighted(35, 25, 15, 20, 5)) {
      case 0 -> String.valueOf(chance.between(10, 99));
      case 1 -> String.valueOf(chance.between(1950, 2012));
      case 2 -> String.valueOf(chance.between(1, 9));
      case 3 -> String.valueOf(chance.between(100, 999));
      default -> chance.digits(chance.between(4, 6));
    };
  }
}
