package io.flowshield.training.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.telemetry.Telemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TrafficSimulatorTest {
  private static final int REALMS = 14;

  /** An attempt with the features that it had when it happened. */
  private record Seen(LabelledAttempt attempt, FeatureVector vector) {}

  private static List<Seen> everything;

  @BeforeAll
  static void simulate() {
    everything = run(7, REALMS, true);
  }

  private static List<Seen> run(long seed, int realms, boolean heldOut) {
    List<Seen> attempts = new ArrayList<>();
    new TrafficSimulator(seed, heldOut)
        .run(
            realms,
            attempt ->
                attempts.add(
                    new Seen(
                        attempt,
                        attempt.context().door().isLogin()
                            ? LoginFeatures.of(attempt.context())
                            : RegistrationFeatures.of(attempt.context()))));
    return attempts;
  }

  @Test
  void equal_seeds_give_equal_traffic_and_others_do_not() {
    List<Seen> first = run(3, 2, true);
    List<Seen> second = run(3, 2, true);
    assertThat(second).hasSameSizeAs(first);
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.get(i).vector()).isEqualTo(first.get(i).vector());
      assertThat(second.get(i).attempt().family()).isEqualTo(first.get(i).attempt().family());
    }
    assertThat(run(4, 2, true).size()).isNotEqualTo(first.size());
  }

  @Test
  void a_realms_attempts_come_in_the_order_of_time() {
    Map<Integer, Instant> last = new HashMap<>();
    for (Seen seen : everything) {
      Instant time = seen.attempt().context().time();
      Instant before = last.put(seen.attempt().realm(), time);
      assertThat(before == null || !time.isBefore(before)).isTrue();
    }
    assertThat(last).hasSize(REALMS);
  }

  @Test
  void every_attack_family_and_honest_group_occurs() {
    Set<AttackFamily> families = EnumSet.noneOf(AttackFamily.class);
    Set<HonestGroup> groups = EnumSet.noneOf(HonestGroup.class);
    for (Seen seen : everything) {
      AttackFamily family = seen.attempt().family();
      if (family == null) {
        groups.add(seen.attempt().group());
      } else {
        families.add(family);
      }
    }
    assertThat(families).containsExactlyInAnyOrder(AttackFamily.values());
    assertThat(groups).containsExactlyInAnyOrder(HonestGroup.values());
  }

  @Test
  void training_never_meets_what_is_held_out() {
    for (Seen seen : run(7, 6, false)) {
      AttackFamily family = seen.attempt().family();
      assertThat(family != null && family.heldOut()).isFalse();
      assertThat(seen.attempt().group().heldOut()).isFalse();
    }
  }

  @Test
  void attacks_are_rare_among_logins_and_learnt_from_seldom() {
    long frauds = count(seen -> login(seen) && campaign(seen));
    long all = count(seen -> login(seen) && (!seen.attempt().fraud() || campaign(seen)));
    assertThat((double) frauds / all).isBetween(0.002, 0.12);
  }

  @Test
  void honest_people_mostly_come_back_on_a_known_device_from_a_known_country() {
    long known = count(seen -> honestReturn(seen) && seen.vector().get("new_device") == 0);
    long strange = count(seen -> honestReturn(seen) && seen.vector().get("new_device") == 1);
    assertThat((double) strange / (known + strange)).isBetween(0.05, 0.35);
    long abroad = count(seen -> honestReturn(seen) && seen.vector().get("new_country") == 1);
    assertThat((double) abroad / (known + strange)).isBetween(0.001, 0.05);
  }

  @Test
  void realms_without_an_address_database_and_forms_without_telemetry_are_there() {
    assertThat(count(seen -> seen.attempt().geo() == GeoDetail.NONE)).isPositive();
    for (Seen seen : everything) {
      if (seen.attempt().geo() == GeoDetail.NONE) {
        Network network = seen.attempt().context().request().network();
        assertThat(network.country()).isEmpty();
        assertThat(network.location()).isNull();
        assertThat(network.asn()).isZero();
      }
    }
    long absent = count(seen -> telemetry(seen) == Telemetry.Status.ABSENT);
    long present = count(seen -> telemetry(seen) == Telemetry.Status.PRESENT);
    assertThat((double) absent / (absent + present)).isBetween(0.1, 0.7);
  }

  @Test
  void sprayed_accounts_show_many_names_tried_from_one_address() {
    assertThat(
            everything.stream()
                .filter(seen -> seen.attempt().family() == AttackFamily.PASSWORD_SPRAYING)
                .mapToDouble(seen -> seen.vector().get("password_spraying"))
                .average()
                .orElse(0))
        .isGreaterThan(3);
  }

  private static boolean campaign(Seen seen) {
    AttackFamily family = seen.attempt().family();
    return family != null && !family.isProtocol();
  }

  private static boolean login(Seen seen) {
    return seen.attempt().context().door().isLogin();
  }

  private static boolean honestReturn(Seen seen) {
    return login(seen) && !seen.attempt().fraud();
  }

  @Test
  void attackers_of_a_protocol_meet_the_history_that_an_honest_login_met() {
    Seen honest = null;
    int met = 0;
    for (Seen seen : everything) {
      AttackFamily family = seen.attempt().family();
      if (family == null) {
        honest = seen;
      } else if (family.isProtocol() && honest != null) {
        met++;
        assertThat(seen.attempt().user()).isEqualTo(honest.attempt().user());
        assertThat(seen.attempt().context().profile())
            .isSameAs(honest.attempt().context().profile());
        assertThat(seen.attempt().context().profile().logins()).isPositive();
      }
    }
    assertThat(met).isPositive();
  }

  @Test
  void a_stolen_session_brings_the_victims_cookie_and_no_other_attack_does() {
    Map<AttackFamily, Integer> known = new HashMap<>();
    Map<AttackFamily, Integer> all = new HashMap<>();
    for (Seen seen : everything) {
      AttackFamily family = seen.attempt().family();
      if (family != null && family.isLogin() && seen.attempt().context().profile().logins() > 0) {
        all.merge(family, 1, Integer::sum);
        known.merge(family, seen.vector().get("new_device") == 0 ? 1 : 0, Integer::sum);
      }
    }
    assertThat(known.getOrDefault(AttackFamily.SESSION_THEFT, 0))
        .isGreaterThan(all.getOrDefault(AttackFamily.SESSION_THEFT, 0) / 3);
    assertThat(known.getOrDefault(AttackFamily.PHISHING_RELAY, 0)).isZero();
    assertThat(known.getOrDefault(AttackFamily.PROTOCOL_TARGETED, 0)).isZero();
  }

  @Test
  void every_way_to_enter_a_password_and_every_part_of_the_world_occurs() {
    Set<InputMethod> methods = EnumSet.noneOf(InputMethod.class);
    Map<String, Integer> regions = new HashMap<>();
    for (Seen seen : run(8, 30, false)) {
      methods.add(seen.attempt().traits().input());
      regions.merge(seen.attempt().traits().region(), 1, Integer::sum);
    }
    assertThat(methods).containsExactlyInAnyOrder(InputMethod.values());
    assertThat(regions)
        .containsOnlyKeys(
            "europe", "north_america", "latin_america", "asia_pacific", "africa_middle_east");
  }

  private static Telemetry.Status telemetry(Seen seen) {
    return seen.attempt().context().telemetry().status();
  }

  private static long count(Predicate<Seen> predicate) {
    return everything.stream().filter(predicate).count();
  }
}
