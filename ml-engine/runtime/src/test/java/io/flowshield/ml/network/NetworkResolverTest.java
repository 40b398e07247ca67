package io.flowshield.ml.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.ml.request.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkResolverTest {
  private static final byte[] KEY = "secret of the realm".getBytes(StandardCharsets.UTF_8);
  private static final NetworkResolver PLAIN = new NetworkResolver(List.of());

  @TempDir Path folder;

  @Test
  void keepsAPrefixAndAKeyedHashOnly() {
    Network network = PLAIN.resolve("203.0.113.77", KEY);
    assertThat(network.prefix()).isEqualTo("203.0.113.0/24");
    assertThat(network.addressKey()).hasSize(32).doesNotContain("203");
    assertThat(PLAIN.resolve("203.0.113.77", KEY)).isEqualTo(network);
    assertThat(PLAIN.resolve("203.0.113.78", KEY).addressKey()).isNotEqualTo(network.addressKey());
    assertThat(PLAIN.resolve("203.0.113.77", new byte[] {1}).addressKey())
        .isNotEqualTo(network.addressKey());
    assertThat(network.kind()).isEqualTo(Network.Kind.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::3, 2001:db8:1:0:0:0:0:0/48",
    "::ffff:203.0.113.9, 203.0.113.0/24",
    "[2001:db8::1], 2001:db8:0:0:0:0:0:0/48"
  })
  void truncatesEveryFormOfAnAddress(String address, String prefix) {
    assertThat(PLAIN.resolve(address, KEY).prefix()).isEqualTo(prefix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.9",
        "172.20.1.1",
        "169.254.1.1",
        "::1",
        "fd00::1",
        "fe80::1%eth0",
        "0.0.0.0"
      })
  void knowsPrivateAddresses(String address) {
    assertThat(PLAIN.resolve(address, KEY).kind()).isEqualTo(Network.Kind.PRIVATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "example.org", "", "1.2.3", "1.2.3.256", "1.2.3.4:80", "::g"})
  void looksNoNamesUp(String address) {
    Network network = PLAIN.resolve(address, KEY);
    assertThat(network.kind()).isEqualTo(Network.Kind.UNKNOWN);
    assertThat(network.prefix()).isEmpty();
  }

  @Property
  void anyTextGivesANetwork(@ForAll String text) {
    assertThat(PLAIN.resolve(text, KEY)).isNotNull();
  }

  private IpDatabase csv(String... lines) throws IOException {
    return IpDatabases.open(Files.write(folder.resolve("addresses.csv"), List.of(lines)));
  }

  @Test
  void readsCsvAndPrefersTheLongestPrefix() throws IOException {
    IpDatabase database =
        csv(
            "cidr,country,latitude,longitude,asn,kind",
            "# documentation networks",
            "203.0.113.0/24,de,52.5,13.4,64500,access",
            "203.0.113.64/26,nl,,,,tor",
            "2001:db8::/32,FR,48.9,2.3,64501,hosting",
            "198.51.100.7,,,,,vpn");
    NetworkResolver resolver = new NetworkResolver(List.of(database));
    Network berlin = resolver.resolve("203.0.113.1", KEY);
    assertThat(berlin.country()).isEqualTo("DE");
    assertThat(berlin.asn()).isEqualTo(64500);
    assertThat(berlin.location()).isEqualTo(new Network.Location(52.5, 13.4));
    assertThat(berlin.kind()).isEqualTo(Network.Kind.ACCESS);
    Network tor = resolver.resolve("203.0.113.65", KEY);
    assertThat(tor.kind()).isEqualTo(Network.Kind.TOR);
    assertThat(tor.location()).isNull();
    assertThat(resolver.resolve("2001:db8:99::1", KEY).country()).isEqualTo("FR");
    assertThat(resolver.resolve("198.51.100.7", KEY).kind()).isEqualTo(Network.Kind.VPN);
    assertThat(resolver.resolve("198.51.100.8", KEY).kind()).isEqualTo(Network.Kind.UNKNOWN);
  }

  @Test
  void aLaterDatabaseFillsGaps() throws IOException {
    IpDatabase tor = csv("203.0.113.64/26,,,,,tor");
    IpDatabase places =
        address -> Optional.of(new IpRecord("DE", null, 64500, Network.Kind.ACCESS));
    Network network = new NetworkResolver(List.of(tor, places)).resolve("203.0.113.65", KEY);
    assertThat(network.kind()).isEqualTo(Network.Kind.TOR);
    assertThat(network.country()).isEqualTo("DE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense,DE",
        "203.0.113.0/33,DE",
        "203.0.113.0/24,Germany",
        "203.0.113.0/24,DE,x,y",
        "203.0.113.0/24,DE,1,2,3,castle"
      })
  void aWrongLineIsNamed(String line) {
    assertThatThrownBy(() -> csv("203.0.113.0/24,DE", line))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.mmdb"), "nothing of the kind");
    assertThatThrownBy(() -> IpDatabases.open(file)).isInstanceOf(IOException.class);
    Path text = Files.writeString(folder.resolve("addresses.txt"), "");
    assertThatThrownBy(() -> IpDatabases.open(text)).hasMessageContaining(".mmdb");
  }

  @Test
  void readsMaxMindsLayoutAndFlatOnes() {
    IpRecord nested =
        MmdbIpDatabase.record(
            Map.of(
                "country", Map.of("iso_code", "DE"),
                "location", Map.of("latitude", 52.5, "longitude", 13.4),
                "traits", Map.of("autonomous_system_number", 3320L, "is_tor_exit_node", true)));
    assertThat(nested)
        .isEqualTo(new IpRecord("DE", new Network.Location(52.5, 13.4), 3320, Network.Kind.TOR));
    IpRecord flat =
        MmdbIpDatabase.record(
            Map.of("country_code", "us", "latitude", 40.7f, "longitude", -74f, "asn", "AS701"));
    assertThat(flat.country()).isEqualTo("US");
    assertThat(flat.asn()).isEqualTo(701);
    assertThat(flat.location()).isNotNull();
    assertThat(MmdbIpDatabase.record(Map.of("latitude", "north", "country", 7)))
        .isEqualTo(IpRecord.NOTHING);
  }

  @Test
  void blocksOfOddLengthsMatch() throws IOException {
    Cidr block = Cidr.parse("198.18.0.0/15").orElseThrow();
    assertThat(Cidr.of(InetAddress.getByName("198.19.255.255"), 15)).isEqualTo(block);
    assertThat(Cidr.of(InetAddress.getByName("198.20.0.0"), 15)).isNotEqualTo(block);
    Cidr six = Cidr.parse("2001:db8:0:0:8000::/65").orElseThrow();
    assertThat(Cidr.of(InetAddress.getByName("2001:db8::8000:0:0:1"), 65)).isEqualTo(six);
    assertThat(Cidr.of(InetAddress.getByName("2001:db8::1"), 65)).isNotEqualTo(six);
    assertThat(Cidr.of(InetAddress.getByName("9.9.9.9"), 0))
        .isEqualTo(Cidr.parse("0.0.0.0/0").orElseThrow());
  }
}
