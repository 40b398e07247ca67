package io.flowshield.training.simulation;

import io.flowshield.ml.behaviour.TypingSample;
import io.flowshield.ml.context.AccountFacts;
import io.flowshield.ml.context.ClientFacts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.email.LookalikeWindow;
import io.flowshield.ml.profile.LoginPoint;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.PopulationLearner;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.ClientHints;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.training.simulation.AddressSpace.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One realm from its installation on: a queue of events in the order of time, and the state that a
 * server would keep (profiles, population, counters), kept the same way. Times are days since the
 * start.
 */
final class RealmSimulation {
  static final List<String> LOGIN_FIELDS = List.of("username", "password");
  static final List<String> REGISTRATION_FIELDS =
      List.of("email", "firstName", "lastName", "password", "password-confirm");
  private static final Instant START = Instant.parse("2025-01-06T00:00:00Z");
  private static final double SECONDS_PER_DAY = 86_400;

  private record Event(double day, long sequence, Runnable action) {}

  final RealmSpec spec;
  final AddressSpace space;
  final Dice dice;
  final List<Person> people = new ArrayList<>();

  private final Consumer<LabelledAttempt> sink;
  private final PopulationLearner population = new PopulationLearner(Population.EMPTY);
  private final SlidingCounters counters = new SlidingCounters();
  private final LookalikeWindow lookalikes = new LookalikeWindow();
  private final PriorityQueue<Event> queue =
      new PriorityQueue<>(
          Comparator.comparingDouble(Event::day).thenComparingLong(Event::sequence));
  private final List<Person.Workplace> workplaces = new ArrayList<>();
  private long sequence;
  private int cookies;
  private double now;
  private final ProtocolAttackers protocol;

  /** For facts that were added after the freeze: the old throws stay as they were. */
  private final Dice later;

  private final boolean encrypted;

  RealmSimulation(RealmSpec spec, AddressSpace space, Dice dice, Consumer<LabelledAttempt> sink) {
    this.spec = spec;
    this.space = space;
    this.dice = dice;
    this.sink = sink;
    this.later = dice.fork("later", 0);
    this.encrypted = !later.chance(Assumptions.REALM_UNENCRYPTED);
    this.protocol = new ProtocolAttackers(this, dice.fork("protocol", 0));
    for (int i = 0; i < 1 + spec.users() / 25; i++) {
      boolean cloudProxy = dice.chance(Assumptions.CLOUD_PROXY);
      Network.Location town = spec.country().town(dice);
      Kind kind = cloudProxy ? Kind.HOSTING : Kind.ACCESS;
      workplaces.add(
          new Person.Workplace(
              space.near(space.providerOf(spec.country(), kind, dice), town, dice), town));
    }
    for (int i = 0; i < spec.users(); i++) {
      admit(0);
    }
  }

  /** Runs to the end. */
  void run() {
    new LoginAttacks(this).schedule();
    new RegistrationAttacks(this).schedule();
    if (spec.registrationsPerDay() > 0) {
      at(dice.exponential(1 / spec.registrationsPerDay()), this::honestRegistration);
      at(dice.exponential(90), this::roomful);
    }
    while (!queue.isEmpty()) {
      Event event = queue.remove();
      if (event.day() > spec.days()) {
        return;
      }
      now = event.day();
      event.action().run();
    }
  }

  /** Lets something happen at a day; the past counts as now. */
  void at(double day, Runnable action) {
    queue.add(new Event(Math.max(day, now), sequence++, action));
  }

  double now() {
    return now;
  }

  private Person admit(double day) {
    HonestGroup[] groups =
        Arrays.stream(HonestGroup.values())
            .filter(g -> spec.heldOut() || !g.heldOut())
            .toArray(HonestGroup[]::new);
    double[] shares = Arrays.stream(groups).mapToDouble(HonestGroup::share).toArray();
    HonestGroup group = groups[dice.weighted(shares)];
    @Nullable Person housemate =
        group == HonestGroup.HOUSEHOLD && !people.isEmpty() && dice.chance(0.5)
            ? dice.pick(people)
            : null;
    Person person =
        new Person(people.size(), group, spec, space, dice.pick(workplaces), housemate, day, dice);
    people.add(person);
    at(person.nextLogin(day, dice), () -> honestLogin(person));
    return person;
  }

  private void honestLogin(Person person) {
    Person.Seat seat = person.sit(now, dice);
    LoginProfile.LastLogin last = person.profile.lastLogin();
    boolean away = last != null && second() - last.time().getEpochSecond() > 30 * SECONDS_PER_DAY;
    int failures = 0;
    if (dice.chance(away ? Assumptions.FORGOTTEN_DORMANT : Assumptions.FORGOTTEN)) {
      failures = dice.between(3, 7);
    } else if (dice.chance(Assumptions.TYPO)) {
      failures = dice.chance(0.75) ? 1 : 2;
    }
    double day = now;
    for (int i = 0; i < failures; i++) {
      at(day, () -> fail(account(person), seat.address()));
      day += dice.uniform(4, 40) / SECONDS_PER_DAY;
    }
    if (failures > 2 && dice.chance(Assumptions.RESET_WHEN_FORGOTTEN)) {
      double reset = day + dice.logNormal(90, 0.7) / SECONDS_PER_DAY;
      at(reset, () -> reset(person));
      day = reset + dice.uniform(3, 40) / SECONDS_PER_DAY;
    }
    at(day, () -> finish(person, seat));
  }

  private void finish(Person person, Person.Seat seat) {
    boolean scripted = person.directGrant && dice.chance(0.8);
    Telemetry telemetry =
        scripted || !captured(dice)
            ? Telemetry.ABSENT
            : person.hands.fill(dice, seat.device().mobile(), LOGIN_FIELDS);
    telemetry = timed(telemetry, seat.address(), false, later);
    RequestFacts request = request(seat.address(), seat.device(), scripted);
    attempt(person, null, door(scripted), request, telemetry, dice);
    // Nothing is learnt of the protocol's attackers, not even how they type.
    @Nullable TypingSample typed = person.typed;
    protocol.knock(person);
    person.typed = typed;
    learn(person, request, telemetry, seat.device(), scripted);
    if (later.chance(Assumptions.CREDENTIAL_CHANGE)) {
      changed(person);
    }
    Runnable watching = person.watched();
    if (watching != null) {
      at(now + dice.uniform(0.5, 90) / (24 * 60), watching);
    }
    at(person.nextLogin(now, dice), () -> honestLogin(person));
  }

  static Door door(boolean directGrant) {
    return directGrant ? Door.DIRECT_GRANT : Door.BROWSER_LOGIN;
  }

  /** Whether this page view carried the capture script and ran it. */
  boolean captured(Dice dice) {
    return dice.chance(spec.telemetryShare()) && !dice.chance(Assumptions.SCRIPT_OFF);
  }

  static String account(Person person) {
    return "u" + person.index;
  }

  /** A login with a wrong password. */
  void fail(String account, Address address) {
    counters.failed(second(), account, space.seen(address, spec.geo()));
  }

  /** A login with the right password: the server judges it. */
  void attempt(
      Person person,
      @Nullable AttackFamily family,
      Door door,
      RequestFacts request,
      Telemetry telemetry,
      Dice dice) {
    Counters counts = counters.at(second(), account(person), request.network());
    Telemetry typed =
        person.typing(
            telemetry,
            family == null,
            request.userAgent().deviceClass() == UserAgent.DeviceClass.MOBILE);
    if (family == null || !family.isProtocol()) {
      counters.tried(second(), account(person), request.network());
    }
    // Sensitive applications are drawn for honest people and attackers alike: being sensitive is
    // the administrator's policy, not evidence.
    ClientFacts client =
        dice.chance(0.1) ? new ClientFacts("payroll", true) : new ClientFacts("portal", false);
    sink.accept(
        new LabelledAttempt(
            spec.index(),
            person.index,
            person.group,
            family,
            spec.geo(),
            Traits.of(person.country, person.local, door, request, person.hands.method()),
            new RiskContext(
                instant(),
                door,
                request,
                client,
                person.profile,
                population.view(),
                counts,
                typed,
                null,
                new AccountFacts(
                    person.sensitive
                        ? AccountFacts.Privilege.SENSITIVE
                        : AccountFacts.Privilege.ORDINARY))));
  }

  /** A new password was set by a mailed link. */
  void reset(Person person) {
    person.resetPassword(now);
    changed(person);
  }

  private void changed(Person person) {
    counters.changed(second(), account(person));
  }

  /**
   * What a form reported, with the time of the way to the server, which stands in the middle of the
   * realm's country.
   *
   * @param relayed whether who sits there comes through somebody else's machine
   */
  Telemetry timed(Telemetry telemetry, Address from, boolean relayed, Dice dice) {
    if (telemetry.status() != Telemetry.Status.PRESENT) {
      return telemetry;
    }
    Kind kind = from.provider().kind();
    double distance =
        Country.kilometres(
            new Network.Location(spec.country().latitude(), spec.country().longitude()),
            from.provider().prefixes().get(from.prefix()));
    double millis =
        dice.logNormal(Assumptions.ROUND_TRIP, 0.35)
            + distance / 100 * Assumptions.ROUND_TRIP_PER_100_KM;
    if (kind == Kind.SHARED) {
      millis += dice.logNormal(Assumptions.ROUND_TRIP_MOBILE, 0.5);
    } else if (relayed) {
      millis += dice.logNormal(Assumptions.ROUND_TRIP_RELAY, 0.6);
    } else if (kind == Kind.VPN) {
      millis += dice.logNormal(Assumptions.ROUND_TRIP_VPN, 0.5);
    }
    return new Telemetry(
        telemetry.status(),
        telemetry.timeOnPageMillis(),
        telemetry.fields(),
        telemetry.pointerMoves(),
        telemetry.pointerDistance(),
        telemetry.scripted(),
        millis);
  }

  /** A login completed: the server learns it, and sets its cookie where there is none. */
  void learn(
      Person person,
      RequestFacts request,
      Telemetry telemetry,
      Device device,
      boolean directGrant) {
    String cookie = request.deviceId();
    if (cookie == null && !directGrant) {
      cookie = "r" + spec.index() + "-" + cookies++;
      device.keep(cookie);
    }
    RequestFacts completed = request.onDevice(cookie);
    byte[] point = LoginPoint.amongRealms(instant(), completed, person.profile, population.view());
    person.profile =
        ProfileLearner.learn(
            person.profile, completed, telemetry.roundTripMillis(), person.typed, instant());
    population.learn(completed, point);
    counters.used(second(), account(person), request.network());
    if (later.chance(Assumptions.SESSION_LEFT_OPEN)) {
      counters.began(second(), account(person));
    }
  }

  /** What a device sends; programs at the token endpoint send the application's name. */
  RequestFacts request(Address address, Device device, boolean directGrant) {
    Network network = space.seen(address, spec.geo());
    return directGrant
        ? new RequestFacts(
            network,
            new UserAgent(
                device.mobile() ? UserAgent.DeviceClass.MOBILE : UserAgent.DeviceClass.UNKNOWN,
                device.mobile() ? device.userAgent((long) now).os() : "",
                "Portal App",
                "Portal App " + (1 + (int) (now / 60))),
            "",
            null)
        : new RequestFacts(
            network,
            device.userAgent((long) now),
            device.language(),
            device.cookie(),
            hints(device));
  }

  private ClientHints hints(Device device) {
    if (!encrypted) {
      return ClientHints.UNKNOWN;
    }
    return later.chance(Assumptions.HINTS_STRIPPED)
        ? ClientHints.ABSENT
        : device.clientHints((long) now);
  }

  private void honestRegistration() {
    Person person = admit(now + 0.02);
    Person.Seat seat = person.sit(now, dice);
    RegistrationFacts facts = Names.person(dice, person.country.language());
    Telemetry telemetry =
        captured(dice)
            ? person.hands.fill(dice, seat.device().mobile(), REGISTRATION_FIELDS)
            : Telemetry.ABSENT;
    RequestFacts request = request(seat.address(), seat.device(), false);
    register(
        person.index,
        person.group,
        null,
        traits(person.country, request, person.hands.method()),
        request,
        facts,
        telemetry);
    at(now + dice.exponential(1 / spec.registrationsPerDay()), this::honestRegistration);
  }

  /** A class, a course or a new department signs up together, behind one address. */
  private void roomful() {
    Person.Workplace place = dice.pick(workplaces);
    String domain = dice.chance(0.5) ? "college.example" : "company.example";
    int size = dice.between(3, 14);
    boolean school = dice.chance(0.6);
    for (int i = 0; i < size; i++) {
      at(
          now + dice.uniform(0, 1.5) / 24,
          () -> {
            Device device = Device.forgetful(dice, false, spec.country().language());
            RegistrationFacts facts =
                school
                    ? Names.colleague(dice, domain, spec.country().language())
                    : Names.person(dice, spec.country().language());
            Hands hands = Hands.draw(dice);
            Telemetry telemetry =
                captured(dice) ? hands.fill(dice, false, REGISTRATION_FIELDS) : Telemetry.ABSENT;
            RequestFacts request = request(place.address(), device, false);
            register(
                people.size() + dice.below(1_000_000),
                HonestGroup.COMPANY,
                null,
                traits(spec.country(), request, hands.method()),
                request,
                facts,
                telemetry);
          });
    }
    at(now + dice.exponential(90), this::roomful);
  }

  Traits traits(Country country, RequestFacts request, InputMethod input) {
    return Traits.of(country, country == spec.country(), Door.REGISTRATION, request, input);
  }

  /** Somebody sends the registration form: the server counts it, then judges it. */
  void register(
      int person,
      HonestGroup group,
      @Nullable AttackFamily family,
      Traits traits,
      RequestFacts request,
      RegistrationFacts facts,
      Telemetry telemetry) {
    counters.registered(second(), request.network());
    sink.accept(
        new LabelledAttempt(
            spec.index(),
            person,
            group,
            family,
            spec.geo(),
            traits,
            new RiskContext(
                instant(),
                Door.REGISTRATION,
                request,
                new ClientFacts("portal", false),
                LoginProfile.EMPTY,
                population.view(),
                counters.at(second(), "", request.network()),
                telemetry,
                facts.withLookalikes(
                    lookalikes.note(facts.emailLocalPart(), facts.emailDomain(), instant())))));
  }

  private Instant instant() {
    return START.plusMillis((long) (now * SECONDS_PER_DAY * 1000));
  }

  private long second() {
    return instant().getEpochSecond();
  }
}
