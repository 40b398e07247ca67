package io.flowshield.training.simulation;

import io.flowshield.ml.request.Network.Location;
import java.util.List;

/**
 * A country of the synthetic world. Centres and extents are rounded geography; shares are assumed.
 *
 * @param code ISO 3166-1 alpha-2
 * @param latitude of its centre, degrees
 * @param longitude of its centre, degrees
 * @param spread how far its towns lie from the centre, degrees
 * @param utcOffset hours
 * @param language BCP 47 tag most people there prefer
 * @param share relative number of realms at home here
 */
record Country(
    String code,
    double latitude,
    double longitude,
    double spread,
    int utcOffset,
    String language,
    double share) {

  static final List<Country> ALL =
      List.of(
          new Country("US", 39.0, -95.0, 9.0, -6, "en", 10),
          new Country("DE", 51.0, 10.0, 2.5, 1, "de", 6),
          new Country("GB", 52.5, -1.5, 2.0, 0, "en", 5),
          new Country("FR", 47.0, 2.5, 2.8, 1, "fr", 5),
          new Country("ES", 40.0, -4.0, 2.8, 1, "es", 3),
          new Country("IT", 43.0, 12.0, 2.5, 1, "it", 3),
          new Country("NL", 52.2, 5.3, 0.6, 1, "nl", 2),
          new Country("PL", 52.0, 19.0, 2.0, 1, "pl", 2),
          new Country("AT", 47.6, 14.0, 1.2, 1, "de", 1),
          new Country("CH", 46.9, 8.2, 0.7, 1, "de", 1),
          new Country("SE", 60.0, 15.5, 2.5, 1, "sv", 1),
          new Country("PT", 39.6, -8.2, 1.2, 0, "pt", 1),
          new Country("CZ", 49.8, 15.4, 1.2, 1, "cs", 1),
          new Country("RO", 45.9, 25.0, 1.8, 2, "ro", 1),
          new Country("UA", 49.0, 31.5, 3.0, 2, "uk", 1),
          new Country("RU", 56.0, 40.0, 6.0, 3, "ru", 1),
          new Country("TR", 39.5, 33.0, 3.0, 3, "tr", 1),
          new Country("IN", 22.0, 79.0, 6.0, 5, "en", 3),
          new Country("CN", 33.0, 110.0, 8.0, 8, "zh", 1),
          new Country("JP", 36.0, 138.5, 2.5, 9, "ja", 2),
          new Country("KR", 36.5, 127.8, 1.2, 9, "ko", 1),
          new Country("VN", 16.0, 107.0, 3.5, 7, "vi", 1),
          new Country("ID", -5.0, 112.0, 5.0, 7, "id", 1),
          new Country("SG", 1.3, 103.8, 0.1, 8, "en", 1),
          new Country("AU", -31.0, 147.0, 6.0, 10, "en", 2),
          new Country("BR", -17.0, -47.0, 7.0, -3, "pt", 3),
          new Country("MX", 21.5, -101.0, 4.0, -6, "es", 1),
          new Country("AR", -34.0, -62.0, 4.0, -3, "es", 1),
          new Country("CA", 47.0, -79.0, 7.0, -5, "en", 2),
          new Country("ZA", -29.0, 25.5, 3.5, 2, "en", 1),
          new Country("NG", 8.5, 7.0, 2.5, 1, "en", 1),
          new Country("EG", 29.0, 31.0, 1.5, 2, "ar", 1));

  private static final double[] SHARES = ALL.stream().mapToDouble(Country::share).toArray();

  static Country byShare(Dice dice) {
    return ALL.get(dice.weighted(SHARES));
  }

  /**
   * @param code ISO 3166-1 alpha-2
   */
  static Country of(String code) {
    return ALL.stream().filter(country -> country.code().equals(code)).findFirst().orElseThrow();
  }

  /** Any country but this one. */
  Country another(Dice dice) {
    Country other = dice.pick(ALL);
    while (other == this) {
      other = dice.pick(ALL);
    }
    return other;
  }

  /** Another country, near ones more often: people travel next door more than round the world. */
  Country destination(Dice dice) {
    double[] weights =
        ALL.stream().mapToDouble(c -> c == this ? 0 : c.share() / (300 + km(c))).toArray();
    return ALL.get(dice.weighted(weights));
  }

  /** A town. */
  Location town(Dice dice) {
    return new Location(
        latitude + dice.uniform(-spread, spread), longitude + dice.uniform(-spread, spread));
  }

  /** Part of the world, for figures by group. */
  String region() {
    return switch (code) {
      case "US", "CA" -> "north_america";
      case "BR", "MX", "AR" -> "latin_america";
      case "IN", "CN", "JP", "KR", "VN", "ID", "SG", "AU" -> "asia_pacific";
      case "ZA", "NG", "EG", "TR" -> "africa_middle_east";
      default -> "europe";
    };
  }

  /** True where clocks go forward an hour in summer. The southern hemisphere is left out. */
  boolean summerTime() {
    return code.equals("MX")
        ? false
        : region().equals("north_america") || (region().equals("europe") && !code.equals("RU"));
  }

  private double km(Country other) {
    return kilometres(
        new Location(latitude, longitude), new Location(other.latitude, other.longitude));
  }

  /** Great-circle distance by the haversine formula, radius 6371 km. */
  static double kilometres(Location a, Location b) {
    double phi = StrictMath.toRadians(b.latitude() - a.latitude());
    double lambda = StrictMath.toRadians(b.longitude() - a.longitude());
    double h =
        square(StrictMath.sin(phi / 2))
            + StrictMath.cos(StrictMath.toRadians(a.latitude()))
                * StrictMath.cos(StrictMath.toRadians(b.latitude()))
                * square(StrictMath.sin(lambda / 2));
    return 2 * 6371 * StrictMath.asin(StrictMath.min(1, StrictMath.sqrt(h)));
  }

  private static double square(double x) {
    return x * x;
  }
}
