package io.flowshield.training.simulation;

import io.flowshield.ml.context.Door;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.training.simulation.AddressSpace.Address;
import java.util.List;

/**
 * The attackers of Wiefling, Jørgensen, Thunem and Lo Iacono (TOPS 2022, after Freeman et al., NDSS
 * 2016): each has the right password and tries it once against an account as an honest login finds
 * it, so that both are judged by the same history. An account without a completed login has no
 * history to compare with and is left out, as there. On an intranet there is nobody from outside.
 * The paper's description of its attackers was at hand only in outline (a random country; the
 * victim's country; the victim's surroundings and browser); where their addresses and browsers come
 * from is {@link Assumptions}'.
 */
final class ProtocolAttackers {
  private static final List<Kind> KINDS = List.of(Kind.ACCESS, Kind.SHARED, Kind.HOSTING, Kind.VPN);

  private final RealmSimulation realm;
  private final Dice dice;

  ProtocolAttackers(RealmSimulation realm, Dice dice) {
    this.realm = realm;
    this.dice = dice;
  }

  /** Lets each of them try an account, or none. */
  void knock(Person victim) {
    RealmSpec spec = realm.spec;
    if (victim.profile.logins() == 0
        || victim.profile.logins() > spec.protocolHistory()
        || spec.geo() == GeoDetail.INTRANET
        || !dice.chance(spec.protocolShare())) {
      return;
    }
    attempt(
        AttackFamily.PROTOCOL_NAIVE,
        victim,
        from(Assumptions.NAIVE_FROM, dice.pick(Country.ALL)),
        popular());
    attempt(
        AttackFamily.PROTOCOL_VPN, victim, from(Assumptions.VPN_FROM, victim.country), popular());
    attempt(AttackFamily.PROTOCOL_TARGETED, victim, regional(victim), imitation(victim));
  }

  /** A VPN or proxy in the country, or a line in the neighbourhood. */
  private Address regional(Person victim) {
    Kind kind = KINDS.get(dice.weighted(Assumptions.TARGETED_FROM));
    boolean line = kind == Kind.ACCESS || kind == Kind.SHARED;
    return line
        ? realm.space.near(realm.space.providerOf(victim.country, kind, dice), victim.town(), dice)
        : realm.space.anywhere(victim.country, kind, dice);
  }

  private Device imitation(Person victim) {
    Device usual = victim.usualDevice();
    return dice.chance(Assumptions.TARGETED_KNOWS_BROWSER)
        ? usual.sameBrowser(dice)
        : Device.forgetful(dice, usual.mobile(), usual.language());
  }

  private Address from(double[] kinds, Country country) {
    return realm.space.anywhere(country, KINDS.get(dice.weighted(kinds)), dice);
  }

  private Device popular() {
    Country country = dice.pick(Country.ALL);
    return Device.forgetful(dice, dice.chance(Assumptions.MOBILE_TRAFFIC), country.language());
  }

  private void attempt(AttackFamily family, Person victim, Address from, Device device) {
    Telemetry telemetry =
        realm.captured(dice)
            ? Hands.practised(dice, RealmSimulation.LOGIN_FIELDS)
            : Telemetry.ABSENT;
    realm.attempt(
        victim, family, Door.BROWSER_LOGIN, realm.request(from, device, false), telemetry, dice);
  }
}
