package io.flowshield.training.simulation;

import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.request.Network.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A synthetic internet: countries with access networks, mobile carriers, hosting and VPN providers,
 * and Tor exits. None of its addresses, numbers or owners is real.
 */
final class AddressSpace {
  /** Room that each provider has in the numbering; none has more prefixes. */
  private static final int SPAN = 256;

  /** An autonomous system. */
  record Provider(int index, long asn, Country country, Kind kind, List<Location> prefixes) {}

  /**
   * One address.
   *
   * @param provider whose it is
   * @param prefix index of its /24 within the provider
   * @param host its last byte
   */
  record Address(Provider provider, int prefix, int host) {
    long number() {
      return ((long) provider.index() * SPAN + prefix) * 256 + host;
    }
  }

  private final List<Provider> providers = new ArrayList<>();
  private final List<Address> torExits = new ArrayList<>();
  private final Set<Long> torNumbers = new HashSet<>();
  private final Map<Place, List<Integer>> neighbourhoods = new HashMap<>();

  private final Map<Sort, List<Provider>> byKind = new HashMap<>();

  private record Sort(Country country, Kind kind) {}

  /** A provider in a neighbourhood. */
  private record Place(int provider, Location location) {}

  AddressSpace(Dice dice) {
    for (Country country : Country.ALL) {
      add(country, Kind.ACCESS, Assumptions.ACCESS_PROVIDERS, dice);
      add(country, Kind.SHARED, Assumptions.CARRIERS, dice);
      add(country, Kind.HOSTING, Assumptions.HOSTING_PROVIDERS, dice);
      add(country, Kind.VPN, Assumptions.VPN_PROVIDERS, dice);
    }
    for (int i = 0; i < Assumptions.TOR_EXITS; i++) {
      Address exit = anywhere(Country.byShare(dice), Kind.HOSTING, dice);
      torExits.add(exit);
      torNumbers.add(exit.number());
    }
  }

  private void add(Country country, Kind kind, int count, Dice dice) {
    for (int i = 0; i < count; i++) {
      // Carriers and data centres leave the country's network in few places.
      int prefixCount =
          kind == Kind.ACCESS ? Assumptions.ACCESS_PREFIXES : Assumptions.OTHER_PREFIXES;
      int places = kind == Kind.ACCESS ? Assumptions.ACCESS_PREFIXES / 4 : 3;
      List<Location> towns = new ArrayList<>();
      for (int p = 0; p < places; p++) {
        towns.add(country.town(dice));
      }
      List<Location> prefixes = new ArrayList<>();
      for (int p = 0; p < prefixCount; p++) {
        Location place = towns.get(p % places);
        if (dice.chance(Assumptions.GEO_WRONG_COUNTRY)) {
          place = country.another(dice).town(dice);
        } else if (dice.chance(Assumptions.GEO_WRONG_TOWN)) {
          place = country.town(dice);
        }
        prefixes.add(place);
      }
      int index = providers.size();
      Provider provider =
          new Provider(index, 64_512L + index, country, kind, List.copyOf(prefixes));
      providers.add(provider);
      byKind.computeIfAbsent(new Sort(country, kind), unused -> new ArrayList<>()).add(provider);
    }
  }

  Provider providerOf(Country country, Kind kind, Dice dice) {
    return dice.pick(byKind.getOrDefault(new Sort(country, kind), List.of()));
  }

  /** Any address of a provider. */
  Address anywhere(Provider provider, Dice dice) {
    return new Address(provider, dice.below(provider.prefixes().size()), dice.between(1, 254));
  }

  Address anywhere(Country country, Kind kind, Dice dice) {
    return anywhere(providerOf(country, kind, dice), dice);
  }

  /** An address of a provider whose prefix serves the neighbourhood of a place. */
  Address near(Provider provider, Location place, Dice dice) {
    List<Integer> nearest =
        neighbourhoods.computeIfAbsent(
            new Place(provider.index(), place), unused -> nearest(provider, place));
    return new Address(provider, dice.pick(nearest), dice.between(1, 254));
  }

  private static List<Integer> nearest(Provider provider, Location place) {
    return IntStream.range(0, provider.prefixes().size())
        .boxed()
        .sorted(
            Comparator.comparingDouble(i -> Country.kilometres(place, provider.prefixes().get(i))))
        .limit(Assumptions.LOCAL_PREFIXES)
        .toList();
  }

  Address torExit(Dice dice) {
    return dice.pick(torExits);
  }

  private static String hexadecimal(long value) {
    String digits = Long.toHexString(value);
    return "0".repeat(16 - digits.length()) + digits;
  }

  /** What a server with this much knowledge sees of an address. */
  Network seen(Address address, GeoDetail detail) {
    Provider provider = address.provider();
    boolean tor = torNumbers.contains(address.number());
    String key = hexadecimal(Dice.mix(address.number()));
    long block = address.number() >> 8;
    int first = detail == GeoDetail.INTRANET ? 10 : (int) (16 + (block >> 16));
    String prefix = first + "." + ((block >> 8) & 255) + "." + (block & 255) + ".0/24";
    Kind kind = tor ? Kind.TOR : provider.kind();
    Location place = provider.prefixes().get(address.prefix());
    String country = provider.country().code();
    return switch (detail) {
      case FULL -> new Network(key, prefix, provider.asn(), country, place, kind);
      case NO_KIND -> new Network(key, prefix, provider.asn(), country, place, Kind.UNKNOWN);
      case COUNTRY -> new Network(key, prefix, provider.asn(), country, null, Kind.UNKNOWN);
      case NONE -> new Network(key, prefix, 0, "", null, Kind.UNKNOWN);
      case INTRANET -> new Network(key, prefix, 0, "", null, Kind.PRIVATE);
    };
  }
}
