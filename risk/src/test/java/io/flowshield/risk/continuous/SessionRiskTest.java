package io.flowshield.risk.continuous;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.Reason;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.request.Network.Location;
import io.flowshield.risk.continuous.SessionRisk.Load;
import io.flowshield.risk.continuous.SessionRisk.Start;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("C7")
class SessionRiskTest {
  private static final double CHALLENGE = 0.30;
  private static final double REVOKE = 0.85;
  private static final Instant BEGAN = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-22T09:40:00Z");
  private static final Location BERLIN = new Location(52.52, 13.405);
  private static final Location SYDNEY = new Location(-33.87, 151.21);
  private static final Network HOME = network("192.0.2.0/24", 64496, "DE", BERLIN, Kind.ACCESS);

  private static Network network(
      String prefix, long asn, String country, @Nullable Location location, Kind kind) {
    return new Network("key of " + prefix, prefix, asn, country, location, kind);
  }

  private static RiskAssessment moved(Network from, Network to, LoginProfile profile) {
    return SessionRisk.assess(new Start(from, BEGAN), to, NOW, profile, Load.NONE, Load.NONE);
  }

  private static RiskAssessment moved(Network to) {
    return moved(HOME, to, LoginProfile.EMPTY);
  }

  private static List<String> codes(RiskAssessment assessment) {
    return assessment.reasons().stream().map(Reason::code).toList();
  }

  @Test
  void the_network_that_a_session_began_in_is_no_reason() {
    assertThat(moved(HOME).reasons()).isEmpty();
    assertThat(moved(HOME).score()).isLessThan(0.02);
  }

  @Test
  void another_network_of_the_same_country_is_noted_but_asks_for_nothing() {
    RiskAssessment cafe = moved(network("198.51.100.0/24", 64511, "DE", BERLIN, Kind.ACCESS));
    assertThat(codes(cafe)).containsExactly("NEW_NETWORK");
    assertThat(cafe.score()).isLessThan(CHALLENGE);
  }

  @Test
  void another_country_asks_for_another_login() {
    RiskAssessment abroad = moved(network("198.51.100.0/24", 64511, "BR", null, Kind.ACCESS));
    assertThat(codes(abroad)).containsExactly("NEW_COUNTRY", "NEW_NETWORK");
    assertThat(abroad.score()).isBetween(CHALLENGE, REVOKE);
  }

  @Test
  void a_session_that_flies_faster_than_airliners_is_ended() {
    RiskAssessment sydney = moved(network("198.51.100.0/24", 64511, "AU", SYDNEY, Kind.ACCESS));
    assertThat(codes(sydney)).contains("IMPOSSIBLE_TRAVEL");
    assertThat(sydney.score()).isGreaterThan(REVOKE);
  }

  @Test
  void what_the_user_is_used_to_is_not_new_to_the_session() {
    LoginProfile profile =
        new LoginProfile(
            9,
            BEGAN,
            null,
            Map.of(),
            Map.of("198.51.100.0/24", 4.0),
            Map.of("64511", 4.0),
            Map.of("BR", 4.0),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Collections.nCopies(24, 0.0));
    RiskAssessment office =
        moved(HOME, network("198.51.100.0/24", 64511, "BR", null, Kind.ACCESS), profile);
    assertThat(codes(office)).containsExactly("NEW_NETWORK");
    assertThat(office.score()).isLessThan(0.05);
  }

  @ParameterizedTest
  @EnumSource(names = {"PRIVATE", "SHARED"})
  void carriers_and_private_networks_are_neutral(Kind kind) {
    assertThat(moved(network("198.51.100.0/24", 64511, "AU", SYDNEY, kind)).reasons()).isEmpty();
  }

  @Test
  void the_place_of_a_carrier_that_a_session_began_in_is_not_believed() {
    Network carrier = network("203.0.113.0/24", 64500, "AU", SYDNEY, Kind.SHARED);
    assertThat(codes(moved(carrier, HOME, LoginProfile.EMPTY))).containsExactly("NEW_NETWORK");
  }

  @Test
  void the_other_of_both_internet_protocols_is_not_new_where_systems_are_unknown() {
    Network v4 = network("192.0.2.0/24", 0, "", null, Kind.UNKNOWN);
    Network v6 = network("2001:db8::/48", 0, "", null, Kind.UNKNOWN);
    assertThat(moved(v4, v6, LoginProfile.EMPTY).reasons()).isEmpty();
    Network other = network("198.51.100.0/24", 0, "", null, Kind.UNKNOWN);
    assertThat(codes(moved(v4, other, LoginProfile.EMPTY))).containsExactly("NEW_NETWORK");
  }

  @Test
  void a_kind_of_network_counts_when_the_session_did_not_begin_in_one() {
    Network exit = network("198.51.100.0/24", 64511, "", null, Kind.TOR);
    Network another = network("203.0.113.0/24", 64500, "", null, Kind.TOR);
    assertThat(codes(moved(exit))).contains("TOR_NETWORK");
    assertThat(codes(moved(exit, another, LoginProfile.EMPTY))).doesNotContain("TOR_NETWORK");
  }

  @Test
  void loads_count_from_their_limit_on_and_add_up_with_a_move() {
    assertThat(loaded(null, 5, 6).reasons()).isEmpty();
    RiskAssessment burst = loaded(null, 6, 6);
    assertThat(codes(burst)).containsExactly("SENSITIVE_ACTIONS");
    assertThat(burst.score()).isBetween(CHALLENGE, REVOKE);
    assertThat(loaded(null, 12, 6).score()).isGreaterThan(burst.score());
    assertThat(loaded(new Start(HOME, BEGAN), 6, 6).score()).isGreaterThan(REVOKE);
    RiskAssessment spread =
        SessionRisk.assess(null, HOME, NOW, LoginProfile.EMPTY, Load.NONE, new Load(4, 4));
    assertThat(codes(spread)).containsExactly("SESSION_NETWORKS");
    assertThat(spread.score()).isBetween(CHALLENGE, REVOKE);
  }

  private static RiskAssessment loaded(@Nullable Start start, int count, int limit) {
    return SessionRisk.assess(
        start,
        network("198.51.100.0/24", 64511, "BR", null, Kind.ACCESS),
        NOW,
        LoginProfile.EMPTY,
        new Load(count, limit),
        Load.NONE);
  }
}
