package io.flowshield.ml.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.network.NetworkResolver.RealmNetworks;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.request.Network.Listing;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of an administrator, of a realm, and of everybody. */
@Tag("A9")
class NetworkListsTest {
  private static final byte[] KEY = "secret of the realm".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "203.0.113.0, true", "203.0.113.255, true", "203.0.114.0, false", "203.0.112.255, false",
    "198.51.100.7, true", "198.51.100.8, false", "0.0.0.0, false", "255.255.255.255, true",
    "2001:db8::, true", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, true", "2001:db9::, false"
  })
  void aListNamesItsBlocksToTheirEdges(String address, boolean named) throws IOException {
    NetworkList list =
        NetworkList.parse(
            "203.0.113.0/24, 203.0.113.128/25; 198.51.100.7\n255.255.255.255 2001:db8::/32");
    assertThat(list.entries()).isEqualTo(5);
    assertThat(list.names(InetAddress.getByName(address), 0, "")).isEqualTo(named);
  }

  @Test
  void aListFindsWhatASlowSearchFinds() throws IOException {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    List<Cidr> blocks = new java.util.ArrayList<>();
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[4];
      random.nextBytes(bytes);
      Cidr block = Cidr.of(InetAddress.getByAddress(bytes), 4 + random.nextInt(29));
      blocks.add(block);
      text.append(InetAddress.getByAddress(bytes).getHostAddress())
          .append('/')
          .append(block.bits())
          .append(' ');
    }
    NetworkList list = NetworkList.parse(text.toString());
    int named = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[4];
      random.nextBytes(bytes);
      InetAddress address = InetAddress.getByAddress(bytes);
      boolean slow = blocks.stream().anyMatch(b -> b.equals(Cidr.of(address, b.bits())));
      assertThat(list.names(address, 0, "")).as(address.toString()).isEqualTo(slow);
      named += slow ? 1 : 0;
    }
    assertThat(named).isBetween(2_000, 18_000);
  }

  @Test
  void aListNamesAutonomousSystemsAndCountriesAndLeavesTheRestOut() throws IOException {
    NetworkList list =
        NetworkList.parse("AS64496 as64497 xx 1.2.3.4/99 example.org AS 999999999999");
    InetAddress anywhere = InetAddress.getByName("192.0.2.1");
    assertThat(list.names(anywhere, 64496, "")).isTrue();
    assertThat(list.names(anywhere, 64497, "")).isTrue();
    assertThat(list.names(anywhere, 64498, "")).isFalse();
    assertThat(list.names(anywhere, 0, "XX")).isTrue();
    assertThat(list.names(anywhere, 0, "")).isFalse();
    assertThat(list.leftOut()).as("a block too long, a name, a number").isEqualTo(3);
    assertThat(NetworkList.EMPTY.names(anywhere, 1, "DE")).isFalse();
  }

  @Test
  void filesAsTheyArePublishedAreRead() throws IOException {
    Path file =
        write(
            "list",
            """
            # FireHOL
            ; Spamhaus
            192.0.2.0/25 ; SBL1
            198.51.100.0/24,US,US-CA,Town,

            203.0.113.9
            """);
    NetworkList list = NetworkList.read(file);
    assertThat(list.entries()).isEqualTo(3);
    assertThat(list.leftOut()).isZero();
    assertThat(list.names(InetAddress.getByName("198.51.100.3"), 0, "")).isTrue();
    assertThat(list.names(InetAddress.getByName("192.0.2.200"), 0, "")).isFalse();
  }

  @Test
  void listsSayOfWhatKindANetworkIsAndHowBadItsName() throws IOException {
    Path tor = write("tor", "203.0.113.9\n");
    Path relay = write("relay.csv", "198.51.100.0/24,US,US-CA,Town,\n");
    Path bad = write("bad", "203.0.113.0/24\n");
    Path worse = write("worse", "203.0.113.9\n");
    NetworkResolver resolver =
        new NetworkResolver(
            List.of(),
            NetworkLists.open(
                "tor:"
                    + tor
                    + ", shared:"
                    + relay
                    + ",bad:"
                    + bad
                    + ",bad:"
                    + worse
                    + ",nonsense:"
                    + bad
                    + ",vpn:"
                    + folder.resolve("missing")));
    assertThat(resolver.resolve("203.0.113.9", KEY).kind()).isEqualTo(Kind.TOR);
    assertThat(resolver.resolve("203.0.113.9", KEY).reputation()).isEqualTo(2);
    assertThat(resolver.resolve("203.0.113.8", KEY).reputation()).isEqualTo(1);
    assertThat(resolver.resolve("203.0.113.8", KEY).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(resolver.resolve("198.51.100.4", KEY).kind()).isEqualTo(Kind.SHARED);
    assertThat(resolver.resolve("198.51.100.4", KEY).reputation()).isZero();
    assertThat(resolver.resolve("10.0.0.1", KEY).reputation()).isEqualTo(Network.NO_LISTS);
    assertThat(new NetworkResolver(List.of()).resolve("203.0.113.9", KEY).reputation())
        .isEqualTo(Network.NO_LISTS);
  }

  @Test
  void aListThatChangedIsReadAgainAndOneThatIsGoneStays() throws IOException {
    Path file = write("bad", "203.0.113.9\n");
    NetworkLists lists = NetworkLists.open("bad:" + file);
    NetworkResolver resolver = new NetworkResolver(List.of(), lists);
    Files.writeString(file, "203.0.113.10\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    assertThat(resolver.resolve("203.0.113.10", KEY).reputation()).isZero();
    lists.refresh();
    assertThat(resolver.resolve("203.0.113.10", KEY).reputation()).isEqualTo(1);
    assertThat(resolver.resolve("203.0.113.9", KEY).reputation()).isZero();
    Files.delete(file);
    lists.refresh();
    assertThat(resolver.resolve("203.0.113.10", KEY).reputation()).isEqualTo(1);
  }

  @Test
  void denyBeatsAllowAndWhatIsAllowedIsNeutral() throws IOException {
    Path csv = write("db.csv", "203.0.113.0/24,XX,10,20,64496,tor\n");
    NetworkResolver resolver = new NetworkResolver(List.of(IpDatabases.open(csv)));
    NetworkList office = NetworkList.parse("203.0.113.0/24");
    Network allowed =
        resolver.resolve("203.0.113.9", KEY, new RealmNetworks(office, NetworkList.EMPTY));
    assertThat(allowed.listing()).isEqualTo(Listing.ALLOWED);
    assertThat(allowed.kind()).isEqualTo(Kind.PRIVATE);
    assertThat(allowed.country()).isEmpty();
    assertThat(allowed.location()).isNull();
    assertThat(allowed.prefix()).isEqualTo("203.0.113.0/24");

    for (String denied : List.of("203.0.113.9", "AS64496", "XX")) {
      Network both =
          resolver.resolve(
              "203.0.113.9", KEY, new RealmNetworks(office, NetworkList.parse(denied)));
      assertThat(both.listing()).as(denied).isEqualTo(Listing.DENIED);
      assertThat(both.kind()).isEqualTo(Kind.TOR);
    }
    assertThat(
            resolver
                .resolve(
                    "10.1.1.1",
                    KEY,
                    new RealmNetworks(NetworkList.EMPTY, NetworkList.parse("10.1.0.0/16")))
                .listing())
        .as("private addresses may be denied too")
        .isEqualTo(Listing.DENIED);
  }

  @ParameterizedTest
  @CsvSource({
    "172.225.1.1, SHARED",
    "100.64.3.4, SHARED",
    "2a02:26f7::1, SHARED",
    "5.9.1.1, HOSTING",
    "2a01:4f8::1, HOSTING",
    "192.0.2.1, UNKNOWN",
    "8.8.8.8, UNKNOWN"
  })
  void aFewNetworksAreKnownWithoutADatabase(String address, Kind kind) {
    assertThat(new NetworkResolver(List.of()).resolve(address, KEY).kind()).isEqualTo(kind);
  }

  @Test
  void aDatabaseKnowsBetterThanWhatIsWellKnown() throws IOException {
    Path csv = write("db.csv", "5.9.0.0/16,DE,,,24940,access\n");
    assertThat(new NetworkResolver(List.of(IpDatabases.open(csv))).resolve("5.9.1.1", KEY).kind())
        .isEqualTo(Kind.ACCESS);
  }

  @Test
  void databasesSayWhatHidesWhoseAndWhatIsNoPlace() {
    assertThat(kind("is_residential_proxy")).isEqualTo(Kind.PROXY);
    assertThat(kind("is_public_proxy")).isEqualTo(Kind.PROXY);
    assertThat(kind("is_anonymous_vpn")).isEqualTo(Kind.VPN);
    assertThat(kind("relay")).isEqualTo(Kind.SHARED);
    assertThat(
            MmdbIpDatabase.record(Map.of("traits", Map.of("connection_type", "Cellular"))).kind())
        .isEqualTo(Kind.SHARED);
    assertThat(
            MmdbIpDatabase.record(
                    Map.of(
                        "location",
                        Map.of("latitude", 37.7, "longitude", -97.8, "accuracy_radius", 1000)))
                .location())
        .as("the middle of a country")
        .isNull();
    assertThat(MmdbIpDatabase.record(Map.of("latitude", 0.0, "longitude", 0.0)).location())
        .as("nowhere")
        .isNull();
  }

  private static Kind kind(String flag) {
    return MmdbIpDatabase.record(Map.of("traits", Map.of(flag, true))).kind();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
