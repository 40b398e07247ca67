package io.flowshield.risk.policy;

import io.flowshield.risk.password.LeakedPassword;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * A realm's settings, with {@link ChallengeBudget}, {@link AlertSettings}, {@link SessionSettings},
 * {@link SharedSignalsSettings}, {@link AdaptiveSettings} and {@link CustomWeights} the only reader
 * of the realm attributes {@code flowshield.*}. What is missing or out of range counts as its
 * default, so that a typing error cannot open or close a door.
 *
 * @param reportOnly true when decisions are recorded and nobody is challenged or refused
 * @param mediumThreshold login score in [0, 1] from which the level is MEDIUM
 * @param highThreshold login score in [0, 1] from which the level is HIGH
 * @param verifyThreshold registration score from which the level is MEDIUM
 * @param reviewThreshold registration score from which the saga holds for review
 * @param refuseThreshold registration score from which the form refuses
 * @param rollbackThreshold registration score from which a running saga rolls back
 * @param loginPrevalence share of fraud among logins in (0, 1)
 * @param registrationPrevalence share of fraud among registrations in (0, 1)
 * @param emailExpiry until an unverified registration is withdrawn
 * @param reviewTimeout until a review without a verdict counts as rejected
 * @param decisionRetentionDays age in days at which decisions are deleted
 */
public record RealmSettings(
    boolean reportOnly,
    double mediumThreshold,
    double highThreshold,
    double verifyThreshold,
    double reviewThreshold,
    double refuseThreshold,
    double rollbackThreshold,
    double loginPrevalence,
    double registrationPrevalence,
    Duration emailExpiry,
    Duration reviewTimeout,
    int decisionRetentionDays) {

  /** Client attribute that marks an application as sensitive. */
  private static final String SENSITIVE = "flowshield.sensitive";

  /** Realm attribute that lists more sensitive roles. */
  private static final String SENSITIVE_ROLES = "flowshield.sensitiveRoles";

  private static final String ALLOWED_NETWORKS = "flowshield.network.allow";
  private static final String DENIED_NETWORKS = "flowshield.network.deny";

  /** Client attribute: whom no model could judge needs a second factor. */
  private static final String FAIL_CLOSED = "flowshield.failClosed";

  private static final String LEAKED_PASSWORD = "flowshield.login.breachedPassword";
  private static final String LIVE_HINTS = "flowshield.liveHints";
  private static final String BEHAVIOUR_CAPTURE = "flowshield.behaviourCapture";
  private static final String GENERATED_PARAGRAPH = "mail.generatedParagraph";
  private static final String TRUSTED_DEVICE_DAYS = "trustedDevice.days";
  private static final int MOST_DAYS = 365;

  /** Client attribute: decisions are recorded only. */
  private static final String REPORT_ONLY = "flowshield.reportOnly";

  /** A realm that set nothing. */
  public static final RealmSettings DEFAULTS = read(name -> null);

  /** The settings of a realm. */
  public static RealmSettings of(RealmModel realm) {
    return read(realm::getAttribute);
  }

  /** True when the administrator marked the application as sensitive. */
  public static boolean isSensitive(ClientModel client) {
    return Boolean.parseBoolean(client.getAttribute(SENSITIVE));
  }

  /** True when an attempt that no model could judge is to be challenged whatever the rules say. */
  public static boolean failsClosed(ClientModel client) {
    return Boolean.parseBoolean(client.getAttribute(FAIL_CLOSED));
  }

  /** True when nobody is challenged or refused who comes to this application. */
  public static boolean reportsOnly(ClientModel client) {
    return Boolean.parseBoolean(client.getAttribute(REPORT_ONLY));
  }

  /** Networks of which nothing that is known is evidence; empty when none are listed. */
  public static String allowedNetworks(RealmModel realm) {
    String listed = realm.getAttribute(ALLOWED_NETWORKS);
    return listed == null ? "" : listed;
  }

  /** Networks from which nobody may come; empty when none are listed. */
  public static String deniedNetworks(RealmModel realm) {
    String listed = realm.getAttribute(DENIED_NETWORKS);
    return listed == null ? "" : listed;
  }

  /** Roles whose holders deserve more caution: {@code role}, or {@code client/role}. */
  public static Set<String> sensitiveRoles(RealmModel realm) {
    String listed = realm.getAttribute(SENSITIVE_ROLES);
    if (listed == null || listed.isBlank()) {
      return Set.of();
    }
    return Arrays.stream(listed.split(","))
        .map(String::strip)
        .filter(role -> !role.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What a login with a leaked password leads to. */
  public static LeakedPassword leakedPassword(RealmModel realm) {
    return LeakedPassword.of(realm.getAttribute(LEAKED_PASSWORD));
  }

  /** Whose typing and pointer may be looked at. */
  public static BehaviourCapture behaviourCapture(RealmModel realm) {
    return BehaviourCapture.of(realm.getAttribute(BEHAVIOUR_CAPTURE));
  }

  /** How long a browser may stand in for a second factor; empty when none may. */
  public static Optional<Duration> trustedDeviceLife(RealmModel realm) {
    return trustedDeviceLife(new Reader(realm::getAttribute));
  }

  private static Optional<Duration> trustedDeviceLife(Reader reader) {
    int days = reader.whole(TRUSTED_DEVICE_DAYS, 0, MOST_DAYS, 0);
    return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
  }

  /** Whether forms may ask for hints while somebody types; empty when nothing is set. */
  public static Optional<Boolean> liveHints(RealmModel realm) {
    return Optional.ofNullable(realm.getAttribute(LIVE_HINTS))
        .map(String::strip)
        .filter(value -> value.equals("true") || value.equals("false"))
        .map(Boolean::valueOf);
  }

  /** True when mails of a registration may hold a paragraph that the worker had generated. */
  public static boolean generatedParagraph(RealmModel realm) {
    return new Reader(realm::getAttribute).flag(GENERATED_PARAGRAPH);
  }

  /** Attributes whose values make no sense and so count as not set. */
  public static List<String> invalid(RealmModel realm) {
    return invalid(realm::getAttribute);
  }

  static List<String> invalid(Function<String, @Nullable String> attributes) {
    Reader reader = new Reader(attributes);
    read(reader);
    ChallengeBudget.read(reader);
    AlertSettings.read(reader);
    SessionSettings.read(reader);
    SharedSignalsSettings.read(reader);
    reader.word(SharedSignalsSettings.MODE, SharedSignalsSettings.WORDS);
    reader.word(SessionSettings.EVALUATION, SessionSettings.WORDS);
    AdaptiveSettings.read(reader);
    CustomWeights.read(reader);
    trustedDeviceLife(reader);
    reader.word("behaviourCapture", BehaviourCapture.WORDS);
    reader.flag(GENERATED_PARAGRAPH);
    reader.word("liveHints", Set.of("true", "false"));
    reader.word("login.breachedPassword", LeakedPassword.WORDS);
    return List.copyOf(reader.invalid());
  }

  static RealmSettings read(Function<String, @Nullable String> attributes) {
    return read(new Reader(attributes));
  }

  private static RealmSettings read(Reader reader) {
    return new RealmSettings(
        reader.flag("reportOnly"),
        reader.share("login.mediumThreshold", 0.30),
        reader.share("login.highThreshold", 0.85),
        reader.share("registration.verifyThreshold", 0.30),
        reader.share("registration.reviewThreshold", 0.60),
        reader.share("registration.refuseThreshold", 0.85),
        reader.share("registration.rollbackThreshold", 0.80),
        reader.prevalence("prevalence.login", 0.01),
        reader.prevalence("prevalence.registration", 0.05),
        Duration.ofSeconds(reader.positive("registration.emailExpirySeconds", 86_400)),
        Duration.ofSeconds(reader.positive("registration.reviewTimeoutSeconds", 259_200)),
        (int) Math.min(reader.positive("decisionRetentionDays", 365), 36_500));
  }

  /** Reads attributes by the part of their names behind {@code flowshield.}. */
  record Reader(Function<String, @Nullable String> attributes, List<String> invalid) {
    Reader(Function<String, @Nullable String> attributes) {
      this(attributes, new ArrayList<>());
    }

    <T> T refused(String name, T otherwise) {
      if (!text(name).isEmpty()) {
        invalid.add("flowshield." + name);
      }
      return otherwise;
    }

    String text(String name) {
      String value = attributes.apply("flowshield." + name);
      return value == null ? "" : value.trim();
    }

    void word(String name, Set<String> known) {
      word(name, known, "");
    }

    String word(String name, Set<String> known, String otherwise) {
      String word = text(name);
      return known.contains(word) ? word : refused(name, otherwise);
    }

    /** Words between commas; one that is not known makes them all count as not set. */
    Set<String> words(String name, Set<String> known) {
      Set<String> words =
          Arrays.stream(text(name).split(",", -1))
              .map(String::strip)
              .collect(Collectors.toUnmodifiableSet());
      return known.containsAll(words) ? words : refused(name, Set.of());
    }

    boolean flag(String name) {
      String value = text(name);
      return value.equalsIgnoreCase("true")
          || (value.equalsIgnoreCase("false") ? false : refused(name, false));
    }

    double share(String name, double otherwise) {
      return share(name, otherwise, 1);
    }

    double share(String name, double otherwise, double most) {
      double value = number(name);
      return value >= 0 && value <= most ? value : refused(name, otherwise);
    }

    double prevalence(String name, double otherwise) {
      double value = number(name);
      return value > 0 && value < 1 ? value : refused(name, otherwise);
    }

    int whole(String name, int least, int most, int otherwise) {
      double value = number(name);
      return value >= least && value <= most && value == Math.rint(value)
          ? (int) value
          : refused(name, otherwise);
    }

    long positive(String name, long otherwise) {
      double value = number(name);
      return value >= 1 && value <= Integer.MAX_VALUE ? (long) value : refused(name, otherwise);
    }

    private double number(String name) {
      try {
        return Double.parseDouble(text(name));
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }
  }
}
