package io.flowshield.training.simulation;

import io.flowshield.ml.behaviour.TypingHabits;
import io.flowshield.ml.behaviour.TypingSample;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.request.Network.Location;
import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.training.simulation.AddressSpace.Address;
import io.flowshield.training.simulation.AddressSpace.Provider;
import org.jspecify.annotations.Nullable;

/** An honest account holder: where they are, what they use, and what the server learnt of them. */
final class Person {
  /** From which address and on which device somebody signs in. */
  record Seat(Address address, Device device) {}

  private record Trip(double endDay, Country country, Location place, Provider wireless) {}

  final int index;
  final HonestGroup group;
  final Country country;
  final Hands hands;
  final boolean sensitive;
  final boolean directGrant;
  final boolean local;
  LoginProfile profile = LoginProfile.EMPTY;

  /** Day on which the password was last set by a mailed link, negative when never. */
  double passwordReset = -1;

  /** How the password was typed at the last attempt; null when that tells nothing. */
  @Nullable TypingSample typed;

  private @Nullable PasswordTyping password;

  private final AddressSpace space;
  private final Location town;
  private final Provider line;
  private final Provider carrier;
  private final @Nullable Workplace workplace;
  private final @Nullable Provider vpn;
  private final boolean tor;
  private final double loginsPerDay;
  private final double hourOfDay;
  private final double carrierShare;
  private final double phoneShare;
  private Address home;
  private Device computer;
  private Device phone;
  private double addressChange;
  private double computerChange;
  private double phoneChange;
  private double cookieClear;
  private double nextTrip;
  private @Nullable Trip trip;
  private boolean sameSitting;
  private @Nullable Seat seat;
  private @Nullable Runnable watcher;

  /** A company's one address and its region. */
  record Workplace(Address address, Location town) {}

  Person(
      int index,
      HonestGroup group,
      RealmSpec realm,
      AddressSpace space,
      @Nullable Workplace workplace,
      @Nullable Person housemate,
      double day,
      Dice dice) {
    this.index = index;
    this.group = group;
    this.space = space;
    this.workplace = group == HonestGroup.COMPANY ? workplace : null;
    this.country =
        housemate != null
            ? housemate.country
            : dice.chance(realm.homeShare()) ? realm.country() : realm.country().destination(dice);
    this.local = country == realm.country();
    this.town = housemate != null ? housemate.town : country.town(dice);
    this.line = housemate != null ? housemate.line : space.providerOf(country, Kind.ACCESS, dice);
    this.home = housemate != null ? housemate.home : space.near(line, town, dice);
    this.carrier = space.providerOf(country, Kind.SHARED, dice);
    this.hands = Hands.draw(dice);
    // What was added after the freeze has dice of its own and leaves the old throws alone.
    Dice later = dice.fork("later", index);
    this.sensitive = later.chance(Assumptions.SENSITIVE_ROLE);
    this.directGrant = dice.chance(realm.directGrantShare());
    this.vpn =
        group == HonestGroup.VPN_USER
            ? space.providerOf(
                dice.chance(Assumptions.VPN_HOME_EXIT) ? country : country.another(dice),
                Kind.VPN,
                dice)
            : null;
    this.tor = dice.chance(Assumptions.TOR_PEOPLE);
    double week = dice.logNormal(realm.loginsAWeek(), realm.loginsSigma());
    this.loginsPerDay = group == HonestGroup.DORMANT ? 1.0 / dice.uniform(30, 100) : week / 7;
    double wake = group == HonestGroup.NIGHT_WORKER ? 2 : dice.normal(13, 3);
    this.hourOfDay = wake - country.utcOffset();
    boolean mobile = group == HonestGroup.MOBILE;
    this.carrierShare = habit(mobile ? 0.55 : Assumptions.CARRIER_HABIT, dice);
    this.phoneShare = habit(mobile ? 0.85 : Assumptions.PHONE_HABIT, dice);
    boolean shared = housemate != null && dice.chance(0.4);
    this.computer =
        shared && housemate != null
            ? housemate.computer
            : Device.draw(dice, false, country.language());
    this.phone = Device.draw(dice, true, country.language());
    this.addressChange = day + dice.exponential(Assumptions.HOME_ADDRESS_DAYS);
    this.computerChange = day + dice.exponential(deviceDays());
    this.phoneChange = day + dice.exponential(deviceDays());
    this.cookieClear = day + dice.exponential(cookieDays());
    this.nextTrip = day + dice.exponential(tripDays());
  }

  /**
   * How often somebody does the less usual thing: most people nearly always or nearly never.
   *
   * @param mean over all people
   */
  private static double habit(double mean, Dice dice) {
    if (dice.chance(Assumptions.FIRM_HABITS)) {
      return dice.chance(mean) ? dice.uniform(0.95, 1) : dice.uniform(0, 0.05);
    }
    return dice.uniform(0, 2 * Math.min(mean, 0.5)) + Math.max(0, mean - 0.5);
  }

  private double deviceDays() {
    return group == HonestGroup.DEVICE_CHANGER
        ? Assumptions.CHANGER_DEVICE_DAYS
        : Assumptions.DEVICE_DAYS;
  }

  private double cookieDays() {
    return group == HonestGroup.DEVICE_CHANGER ? 20 : Assumptions.COOKIE_DAYS;
  }

  private double tripDays() {
    return group == HonestGroup.TRAVELLER
        ? Assumptions.TRAVELLER_TRIP_EVERY_DAYS
        : Assumptions.TRIP_EVERY_DAYS;
  }

  /** When they sign in next, in days. */
  double nextLogin(double now, Dice dice) {
    sameSitting = dice.chance(Assumptions.SAME_SITTING);
    if (sameSitting) {
      return now + dice.exponential(1.0 / 24);
    }
    double day = StrictMath.floor(now + dice.exponential(1 / loginsPerDay));
    double hour = dice.chance(0.08) ? dice.uniform(0, 24) : dice.normal(usualHour(now), 2.5);
    double next = day + hour / 24;
    return next > now ? next : next + StrictMath.ceil(now - next) + 1e-6;
  }

  /** In UTC: summer time moves it, and so does shift work. */
  private double usualHour(double now) {
    double year = now % 365;
    boolean summer =
        country.summerTime()
            && year > Assumptions.SUMMER_TIME_FROM_DAY
            && year < Assumptions.SUMMER_TIME_TO_DAY;
    boolean dayShift =
        group == HonestGroup.NIGHT_WORKER && (long) (now / Assumptions.SHIFT_DAYS) % 2 == 1;
    return hourOfDay - (summer ? 1 : 0) + (dayShift ? 12 : 0);
  }

  /** Life goes on: addresses, devices, cookies and places change. */
  private void live(double now, Dice dice) {
    if (now > addressChange) {
      home = space.near(line, town, dice);
      addressChange = now + dice.exponential(Assumptions.HOME_ADDRESS_DAYS);
    }
    if (now > computerChange) {
      computer = Device.draw(dice, false, country.language());
      computerChange = now + dice.exponential(deviceDays());
    }
    if (now > phoneChange) {
      phone = Device.draw(dice, true, country.language());
      phoneChange = now + dice.exponential(deviceDays());
    }
    if (now > cookieClear) {
      computer.clearCookies();
      if (dice.chance(0.3)) {
        phone.clearCookies();
      }
      cookieClear = now + dice.exponential(cookieDays());
    }
    if (trip != null && now > trip.endDay()) {
      trip = null;
      nextTrip = now + dice.exponential(tripDays());
    }
    if (trip == null && now > nextTrip) {
      Country to = dice.chance(Assumptions.TRIP_ABROAD) ? country.destination(dice) : country;
      Location place = to.town(dice);
      trip =
          new Trip(now + dice.uniform(2, 12), to, place, space.providerOf(to, Kind.ACCESS, dice));
    }
  }

  /** Where they sit down to sign in now. */
  Seat sit(double now, Dice dice) {
    Seat next = sameSitting && seat != null ? seat : choose(now, dice);
    seat = next;
    return next;
  }

  /** Lets something wait for this person's next login. */
  void watch(Runnable action) {
    watcher = action;
  }

  /** What waits for this login, once. */
  @Nullable Runnable watched() {
    Runnable waiting = watcher;
    watcher = null;
    return waiting;
  }

  private Seat choose(double now, Dice dice) {
    live(now, dice);
    if (tor) {
      return new Seat(space.torExit(dice), computer);
    }
    if (trip != null) {
      if (dice.chance(Assumptions.TRIP_ROAMING)) {
        return new Seat(space.anywhere(carrier, dice), phone);
      }
      Address wireless = space.near(trip.wireless(), trip.place(), dice);
      if (dice.chance(Assumptions.TRIP_STRANGE_DEVICE)) {
        return new Seat(
            wireless, Device.forgetful(dice, dice.chance(0.3), trip.country().language()));
      }
      return new Seat(wireless, dice.chance(0.5) ? phone : computer);
    }
    if (vpn != null && dice.chance(Assumptions.VPN_USE)) {
      Provider exit =
          dice.chance(0.1) ? space.providerOf(country.another(dice), Kind.VPN, dice) : vpn;
      return new Seat(space.anywhere(exit, dice), dice.chance(0.3) ? phone : computer);
    }
    if (dice.chance(Assumptions.ELSEWHERE)) {
      Provider wireless = space.providerOf(country, Kind.ACCESS, dice);
      return new Seat(space.near(wireless, town, dice), dice.chance(0.6) ? phone : computer);
    }
    if (group == HonestGroup.PUBLIC_COMPUTER && dice.chance(0.7)) {
      return new Seat(home, Device.forgetful(dice, false, country.language()));
    }
    if (workplace != null && dice.chance(0.75)) {
      return new Seat(workplace.address(), computer);
    }
    if (dice.chance(carrierShare)) {
      return new Seat(space.near(carrier, town, dice), phone);
    }
    return new Seat(home, dice.chance(phoneShare) ? phone : computer);
  }

  /** A device as an observer may have seen it: what a targeted attacker imitates. */
  Device usualDevice() {
    return group == HonestGroup.MOBILE ? phone : computer;
  }

  Location town() {
    return town;
  }

  Provider line() {
    return line;
  }

  /** A new password, by a mailed link: its rhythm has to be learnt anew. */
  void resetPassword(double day) {
    passwordReset = day;
    password = new PasswordTyping(hands, passwordReset);
    profile = ProfileLearner.forgetTyping(profile);
  }

  /** What the form reports when this person's password is what was typed into it. */
  Telemetry typing(Telemetry telemetry, boolean owner, boolean glass) {
    PasswordTyping mine = password;
    if (mine == null) {
      mine = new PasswordTyping(hands, passwordReset);
      password = mine;
    }
    Telemetry seen = mine.into(telemetry, owner, glass);
    typed = TypingHabits.typed(seen);
    return seen;
  }
}
