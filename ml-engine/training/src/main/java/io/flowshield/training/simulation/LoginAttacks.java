package io.flowshield.training.simulation;

import io.flowshield.ml.context.Door;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.request.UserAgent.DeviceClass;
import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.training.simulation.AddressSpace.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attacks on the accounts of one realm. Only right passwords are judged; wrong ones are counted.
 */
final class LoginAttacks {
  private static final double HOUR = 1.0 / 24;
  private static final double SECOND = 1.0 / 86_400;

  /** An attacker's machine: a browser or a program. */
  private record Tool(Device device, @Nullable UserAgent program, boolean scripted) {}

  private final RealmSimulation realm;
  private final RealmSpec spec;
  private final AddressSpace space;
  private final Dice dice;

  LoginAttacks(RealmSimulation realm) {
    this.realm = realm;
    this.spec = realm.spec;
    this.space = realm.space;
    this.dice = realm.dice;
  }

  /** Spreads the campaigns over the realm's time. */
  void schedule() {
    List<AttackFamily> families =
        Arrays.stream(AttackFamily.values())
            .filter(f -> f.isLogin() && !f.isProtocol() && (spec.heldOut() || !f.heldOut()))
            .toList();
    double day = dice.exponential(spec.days() / spec.loginCampaigns());
    while (day < spec.days()) {
      AttackFamily family = dice.pick(families);
      realm.at(day, () -> begin(family));
      day += dice.exponential(spec.days() / spec.loginCampaigns());
    }
  }

  private void begin(AttackFamily family) {
    switch (family) {
      case CREDENTIAL_STUFFING -> stuff(family, false);
      case RESIDENTIAL_PROXIES -> stuff(family, true);
      case PASSWORD_SPRAYING -> spray();
      default -> {
        // One who buys or phishes passwords gets several and works through them in a few days.
        int victims = dice.between(1, 5);
        for (int i = 0; i < victims; i++) {
          realm.at(realm.now() + (i == 0 ? 0 : dice.uniform(0, 5)), () -> takeOver(family));
        }
      }
    }
  }

  private void stuff(AttackFamily family, boolean residential) {
    int tries = (int) dice.logNormal(residential ? 120 : 300, 0.8);
    double hours = dice.logNormal(residential ? 20 : 2, 0.8);
    int bots = Math.max(3, tries / dice.between(2, 20));
    List<Address> botnet = new ArrayList<>();
    for (int i = 0; i < (residential ? tries : bots); i++) {
      botnet.add(bot(residential));
    }
    Tool tool = residential ? browser(false) : tool();
    int hits = 0;
    for (int i = 0; i < tries; i++) {
      Address from = residential ? botnet.get(i) : dice.pick(botnet);
      double day = realm.now() + dice.uniform(0, hours) * HOUR;
      // Few of the leaked names exist here; a hit needs one that does, with its password unchanged.
      boolean hit = dice.chance(Assumptions.STUFFING_HITS) && hits < 1 + realm.people.size() / 10;
      if (hit) {
        hits++;
        Person victim = dice.pick(realm.people);
        realm.at(day, () -> succeed(family, victim, from, tool));
      } else {
        String account =
            dice.chance(0.2)
                ? RealmSimulation.account(dice.pick(realm.people))
                : "x" + dice.below(1_000_000);
        realm.at(day, () -> realm.fail(account, from));
      }
    }
    if (hits == 0) {
      Person victim = dice.pick(realm.people);
      double day = realm.now() + dice.uniform(0.3, 1) * hours * HOUR;
      Address from = dice.pick(botnet);
      realm.at(day, () -> succeed(family, victim, from, tool));
    }
  }

  private Address bot(boolean residential) {
    if (residential) {
      Country country = dice.chance(0.7) ? spec.country() : Country.byShare(dice);
      return space.anywhere(country, dice.chance(0.85) ? Kind.ACCESS : Kind.SHARED, dice);
    }
    return space.anywhere(
        dice.pick(Country.ALL), dice.chance(0.5) ? Kind.HOSTING : Kind.ACCESS, dice);
  }

  private void spray() {
    int sources = dice.between(1, 4);
    List<Address> addresses = new ArrayList<>();
    for (int i = 0; i < sources; i++) {
      addresses.add(hidden());
    }
    Tool tool = tool();
    double pace = dice.logNormal(12, 1) * SECOND;
    double day = realm.now();
    int accounts = Math.max(realm.people.size(), dice.between(10, 60));
    int lucky = dice.between(accounts / 3, accounts - 1);
    for (int i = 0; i < accounts; i++) {
      Address from = addresses.get(i % sources);
      day += dice.exponential(pace);
      Person person = i < realm.people.size() ? realm.people.get(i) : null;
      if (i == lucky || (person != null && dice.chance(Assumptions.SPRAYING_HITS))) {
        Person victim = person != null ? person : dice.pick(realm.people);
        realm.at(day, () -> succeed(AttackFamily.PASSWORD_SPRAYING, victim, from, tool));
      } else {
        String account = person != null ? RealmSimulation.account(person) : "x" + i;
        realm.at(day, () -> realm.fail(account, from));
      }
    }
  }

  /** Where one hides who does not own a botnet. */
  private Address hidden() {
    Country country = Country.byShare(dice);
    return switch (dice.weighted(45, 25, 15, 15)) {
      case 0 -> space.anywhere(country, Kind.HOSTING, dice);
      case 1 -> space.anywhere(country, Kind.VPN, dice);
      case 2 -> space.torExit(dice);
      default -> space.anywhere(country, Kind.ACCESS, dice);
    };
  }

  /** Shops for stolen sessions sell a proxy near the victim with them; not all buyers use it. */
  private Address reseller(Person victim) {
    return switch (dice.weighted(40, 25, 35)) {
      case 0 ->
          space.near(space.providerOf(victim.country, Kind.ACCESS, dice), victim.town(), dice);
      case 1 -> space.anywhere(victim.country, Kind.VPN, dice);
      default -> hidden();
    };
  }

  private void takeOver(AttackFamily family) {
    Person victim = dice.pick(realm.people);
    if (dice.chance(Assumptions.TAKEOVER_SOON_AFTER)) {
      victim.watch(() -> takeOver(family, victim));
    } else {
      takeOver(family, victim);
    }
  }

  private void takeOver(AttackFamily family, Person victim) {
    Country home = victim.country;
    Address from =
        switch (family) {
          case TARGETED_TAKEOVER ->
              dice.chance(0.3)
                  ? space.near(victim.line(), victim.town(), dice)
                  : space.anywhere(home, dice.chance(0.8) ? Kind.ACCESS : Kind.SHARED, dice);
          case NAIVE_FOREIGN ->
              space.anywhere(
                  home.another(dice), dice.chance(0.65) ? Kind.ACCESS : Kind.HOSTING, dice);
          case VPN_ATTACKER ->
              space.anywhere(dice.chance(0.8) ? home : home.another(dice), Kind.VPN, dice);
          case TOR_TAKEOVER -> space.torExit(dice);
          case SESSION_THEFT -> reseller(victim);
          case RESET_ABUSE -> dice.chance(0.5) ? hidden() : reseller(victim);
          case PHISHING_RELAY -> space.anywhere(Country.byShare(dice), Kind.HOSTING, dice);
          default -> hidden();
        };
    Tool tool =
        switch (family) {
          case TARGETED_TAKEOVER, PHISHING_RELAY ->
              new Tool(victim.usualDevice().imitation(dice), null, false);
          case SCRIPTED_TAKEOVER -> program();
          case SESSION_THEFT ->
              new Tool(victim.usualDevice().theft((long) realm.now()), null, false);
          default -> browser(dice.chance(0.25));
        };
    boolean sure =
        family == AttackFamily.PHISHING_RELAY
            || family == AttackFamily.SESSION_THEFT
            || family == AttackFamily.RESET_ABUSE;
    if (family == AttackFamily.RESET_ABUSE) {
      realm.reset(victim);
    }
    int failures = !sure && dice.chance(Assumptions.TAKEOVER_FAILS_FIRST) ? dice.between(1, 6) : 0;
    double day = realm.now();
    for (int i = 0; i < failures; i++) {
      realm.at(day, () -> realm.fail(RealmSimulation.account(victim), from));
      day += dice.uniform(3, 60) * SECOND;
    }
    realm.at(day, () -> succeed(family, victim, from, tool));
  }

  private Tool browser(boolean mobile) {
    String language = dice.chance(0.5) ? spec.country().language() : "en";
    return new Tool(Device.forgetful(dice, mobile, language), null, false);
  }

  private Tool tool() {
    return dice.chance(0.45) ? program() : browser(dice.chance(0.15));
  }

  /** A headless browser that claims to be an ordinary one, or a library that does not bother. */
  private Tool program() {
    String library =
        dice.pick(List.of("Python Requests", "curl", "Go-http-client", "HeadlessChrome"));
    UserAgent agent =
        dice.chance(0.6)
            ? new UserAgent(
                dice.chance(0.8) ? DeviceClass.AUTOMATION : DeviceClass.UNKNOWN,
                dice.chance(0.5) ? "Linux" : "",
                library,
                library + " " + dice.between(1, 8))
            : null;
    return new Tool(Device.forgetful(dice, false, "en"), agent, true);
  }

  private void succeed(AttackFamily family, Person victim, Address from, Tool tool) {
    boolean directGrant = spec.directGrantShare() > 0 && dice.chance(tool.scripted() ? 0.5 : 0.05);
    RequestFacts request = realm.request(from, tool.device(), directGrant);
    if (tool.program() != null) {
      request = new RequestFacts(request.network(), tool.program(), "", null);
    }
    Telemetry telemetry = Telemetry.ABSENT;
    if (!directGrant && realm.captured(dice)) {
      if (!tool.scripted()) {
        telemetry = Hands.practised(dice, RealmSimulation.LOGIN_FIELDS);
      } else if (dice.chance(0.5)) {
        telemetry = Hands.program(dice, RealmSimulation.LOGIN_FIELDS);
      }
    }
    Door door = RealmSimulation.door(directGrant);
    boolean relayed = family != AttackFamily.TARGETED_TAKEOVER;
    telemetry = realm.timed(telemetry, from, relayed, dice);
    realm.attempt(victim, family, door, request, telemetry, dice);
    if (dice.chance(Assumptions.ATTACK_LEARNT)) {
      realm.learn(victim, request, telemetry, tool.device(), directGrant);
    }
  }
}
