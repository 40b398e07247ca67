package io.flowshield.training.simulation;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.training.simulation.AddressSpace.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Campaigns of fake sign-ups against one realm. */
final class RegistrationAttacks {
  private static final double HOUR = 1.0 / 24;

  /** Who sends the form. */
  private enum Sender {
    PROGRAM,
    PERSON
  }

  private final RealmSimulation realm;
  private final RealmSpec spec;
  private final AddressSpace space;
  private final Dice dice;

  RegistrationAttacks(RealmSimulation realm) {
    this.realm = realm;
    this.spec = realm.spec;
    this.space = realm.space;
    this.dice = realm.dice;
  }

  /** Spreads the campaigns over the realm's time; none where nobody can register. */
  void schedule() {
    if (spec.registrationsPerDay() == 0) {
      return;
    }
    List<AttackFamily> families =
        Arrays.stream(AttackFamily.values())
            .filter(f -> !f.isLogin() && !f.isProtocol() && (spec.heldOut() || !f.heldOut()))
            .toList();
    double mean = spec.days() / spec.registrationCampaigns();
    double day = dice.exponential(mean);
    while (day < spec.days()) {
      AttackFamily family = dice.pick(families);
      realm.at(day, () -> begin(family));
      day += dice.exponential(mean);
    }
  }

  private void begin(AttackFamily family) {
    switch (family) {
      case DISPOSABLE_BURST -> {
        List<Address> hosts = hosts(dice.between(1, 4), dice.chance(0.7) ? Kind.HOSTING : Kind.VPN);
        run(
            family,
            size(15),
            dice.uniform(0.3, 3),
            hosts,
            Sender.PROGRAM,
            i -> Names.disposable(dice));
      }
      case LOOKALIKE_SEQUENCE -> {
        String stem = Names.stem(dice);
        String domain = Names.freeMail(dice);
        int first = dice.between(1, 50);
        List<Address> line = List.of(local(Kind.ACCESS));
        Sender sender = dice.chance(0.5) ? Sender.PROGRAM : Sender.PERSON;
        run(
            family,
            size(14),
            dice.uniform(0.3, 2),
            line,
            sender,
            i -> Names.numbered(dice, stem, first + i, domain));
      }
      case DATACENTRE_BOTS -> {
        List<Address> hosts = hosts(dice.between(3, 12), Kind.HOSTING);
        run(
            family,
            size(15),
            dice.uniform(1, 24),
            hosts,
            Sender.PROGRAM,
            i -> Names.generated(dice));
      }
      case SLOW_RESIDENTIAL -> {
        List<Address> lines = new ArrayList<>();
        int size = size(12);
        for (int i = 0; i < size; i++) {
          lines.add(local(Kind.ACCESS));
        }
        IntFunction<RegistrationFacts> form = residentialForm();
        Sender sender = dice.chance(Assumptions.HIRED_HANDS) ? Sender.PERSON : Sender.PROGRAM;
        run(family, size, dice.uniform(24, 240), lines, sender, form);
      }
      default -> {
        Address gateway = local(Kind.SHARED);
        run(
            family,
            size(30),
            dice.uniform(0.5, 4),
            List.of(gateway),
            Sender.PERSON,
            i -> Names.plausible(dice, spec.country().language()));
      }
    }
  }

  /** One operator has one way to make addresses, whatever the proxies are. */
  private IntFunction<RegistrationFacts> residentialForm() {
    String language = spec.country().language();
    switch (dice.weighted(30, 25, 25, 20)) {
      case 0 -> {
        return i -> Names.generated(dice);
      }
      case 1 -> {
        String domain = Names.catchAll(dice);
        return i -> Names.colleague(dice, domain, language);
      }
      case 2 -> {
        String stem = Names.stem(dice);
        String domain = Names.freeMail(dice);
        int first = dice.between(10, 500);
        return i -> Names.numbered(dice, stem, first + 3 * i, domain);
      }
      default -> {
        return i -> Names.plausible(dice, language);
      }
    }
  }

  private int size(double median) {
    return Math.max(2, (int) dice.logNormal(median, 0.6));
  }

  private List<Address> hosts(int count, Kind kind) {
    List<Address> hosts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hosts.add(space.anywhere(Country.byShare(dice), kind, dice));
    }
    return hosts;
  }

  private Address local(Kind kind) {
    return space.anywhere(dice.chance(0.8) ? spec.country() : Country.byShare(dice), kind, dice);
  }

  private void run(
      AttackFamily family,
      int size,
      double hours,
      List<Address> addresses,
      Sender sender,
      IntFunction<RegistrationFacts> form) {
    for (int i = 0; i < size; i++) {
      int number = i;
      double day = realm.now() + (i + dice.uniform(0, 1)) / size * hours * HOUR;
      realm.at(day, () -> send(family, dice.pick(addresses), sender, form.apply(number)));
    }
  }

  private void send(AttackFamily family, Address address, Sender sender, RegistrationFacts facts) {
    Device device = Device.forgetful(dice, family == AttackFamily.PHONE_FARM, "en");
    Telemetry telemetry = Telemetry.ABSENT;
    if (realm.captured(dice)) {
      if (sender == Sender.PERSON) {
        telemetry = Hands.practised(dice, RealmSimulation.REGISTRATION_FIELDS);
      } else if (dice.chance(0.7)) {
        telemetry = Hands.program(dice, RealmSimulation.REGISTRATION_FIELDS);
      }
    }
    RequestFacts request = realm.request(address, device, false);
    realm.register(
        1_000_000 + dice.below(1_000_000),
        HonestGroup.HOUSEHOLD,
        family,
        realm.traits(spec.country(), request, InputMethod.TYPING),
        request,
        facts,
        telemetry);
  }
}
