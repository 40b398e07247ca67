package io.flowshield.ml.email;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Domains of mail addresses that were probably meant to be another: one slip (a character too many,
 * too few, another one, or two exchanged; Damerau, Communications of the ACM 7(3), 1964) away from
 * a well-known provider, in its name or in its ending. Only names of five letters and more, since
 * short ones lie next to each other.
 */
public final class DomainTypos {
  /** Providers whose names are mistyped, with the endings that they have. */
  private static final List<String> MEANT =
      List.of(
          "gmail.com",
          "googlemail.com",
          "hotmail.com",
          "hotmail.de",
          "hotmail.fr",
          "hotmail.es",
          "hotmail.it",
          "hotmail.co.uk",
          "outlook.com",
          "outlook.de",
          "outlook.fr",
          "outlook.es",
          "outlook.it",
          "yahoo.com",
          "yahoo.de",
          "yahoo.fr",
          "yahoo.es",
          "yahoo.it",
          "yahoo.co.uk",
          "icloud.com",
          "proton.me",
          "protonmail.com",
          "t-online.de",
          "freenet.de",
          "orange.fr",
          "libero.it",
          "comcast.net");

  /** Providers that look like a slip and are none. */
  private static final Set<String> OTHERS =
      Set.of("ymail.com", "mail.com", "email.com", "hotmail.be", "proton.com", "yahoo.se");

  /** What becomes of {@code .com} under a hand that slips. */
  private static final Set<String> SLIPS =
      Set.of("con", "cmo", "ocm", "comm", "cpm", "vom", "xom", "cim", "om");

  private DomainTypos() {}

  /** The provider that was probably meant; empty when nothing looks wrong. */
  public static Optional<String> meant(String typed) {
    String domain = DomainList.ascii(typed);
    if (MEANT.contains(domain) || OTHERS.contains(domain)) {
      return Optional.empty();
    }
    return MEANT.stream().filter(provider -> isSlip(domain, provider)).findFirst();
  }

  private static boolean isSlip(String typed, String provider) {
    int dot = typed.indexOf('.');
    int end = provider.indexOf('.');
    if (dot < 0) {
      return typed.equals(provider.substring(0, end) + "com") && provider.endsWith(".com");
    }
    String name = provider.substring(0, end);
    String ending = provider.substring(end + 1);
    return typed.substring(0, dot).equals(name)
        ? ending.equals("com") && SLIPS.contains(typed.substring(dot + 1))
        : typed.substring(dot + 1).equals(ending) && isOneSlipAway(typed.substring(0, dot), name);
  }

  private static boolean isOneSlipAway(String typed, String meant) {
    int shorter = Math.min(typed.length(), meant.length());
    int at = 0;
    while (at < shorter && typed.charAt(at) == meant.charAt(at)) {
      at++;
    }
    return switch (typed.length() - meant.length()) {
      case 1 -> typed.substring(at + 1).equals(meant.substring(at));
      case -1 -> typed.substring(at).equals(meant.substring(at + 1));
      case 0 ->
          typed.substring(at + 1).equals(meant.substring(at + 1))
              || at + 1 < shorter
                  && typed.charAt(at) == meant.charAt(at + 1)
                  && typed.charAt(at + 1) == meant.charAt(at)
                  && typed.substring(at + 2).equals(meant.substring(at + 2));
      default -> false;
    };
  }
}
