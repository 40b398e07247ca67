package io.flowshield.risk.alert;

import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a mail tells of a login: enough to remember it by, no full address.
 *
 * @param time when it completed
 * @param browser family, for example {@code Firefox}; empty when the browser does not say, or says
 *     what a mail must not repeat
 * @param system for example {@code Windows 10}, or empty likewise
 * @param country ISO 3166-1 alpha-2, empty when unknown
 * @param network truncated address, empty for private ones
 */
record SignIn(Instant time, String browser, String system, String country, String network) {
  /** A user agent is whatever its sender wrote: nothing long, no link. */
  private static final Pattern NAME =
      Pattern.compile("(?:[A-Za-z0-9 _-]|(?<=[0-9])\\.(?=[0-9])){1,40}");

  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  static SignIn of(Instant time, RequestFacts request) {
    UserAgent agent = request.userAgent();
    Network network = request.network();
    return new SignIn(
        time,
        name(agent.browser()),
        name(agent.os()),
        COUNTRY.matcher(network.country()).matches() ? network.country() : "",
        network.kind() == Network.Kind.PRIVATE ? "" : network.prefix());
  }

  private static String name(String told) {
    return NAME.matcher(told).matches() ? told : "";
  }

  /** The time as people of a language write it, UTC. */
  String time(Locale language) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
            .withLocale(language)
            .format(time.atOffset(ZoneOffset.UTC))
        + " UTC";
  }

  /** The country's name in a language, the network's beginning, or both; empty for neither. */
  String place(Locale language) {
    String name =
        country.isEmpty()
            ? ""
            : new Locale.Builder().setRegion(country).build().getDisplayCountry(language);
    return name.isEmpty() || network.isEmpty() ? name + network : name + " (" + network + ")";
  }
}
