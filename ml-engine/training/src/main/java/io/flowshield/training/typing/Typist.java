package io.flowshield.training.typing;

import io.flowshield.ml.behaviour.TypingSample;
import java.util.Random;

/**
 * An imagined person at a keyboard, or a phone. What is known of people in general:
 *
 * <ul>
 *   <li>pace and its spread over people, how long keys stay down, and that fast typists press the
 *       next key before they release the last: Dhakal, Feit, Kristensson and Oulasvirta,
 *       "Observations on typing from 136 million keystrokes", CHI 2018 (means of about 239 ms from
 *       press to press, standard deviation 112 ms over people);
 *   <li>hands in turn are faster than one, one finger twice is slower, rows and digits cost time,
 *       times vary in proportion to their length and lean to the long side: Salthouse, "Perceptual,
 *       cognitive, and motoric aspects of transcription typing", Psychological Bulletin 99, 1986;
 *   <li>practice makes faster by a power law: Newell and Rosenbloom 1981; it also evens out the
 *       pauses between chunks of a password;
 *   <li>people differ in each pair of keys, and drift: Killourhy and Maxion, DSN 2009, report both;
 *   <li>phones: two thumbs, slower, shorter contact: Palin et al., MobileHCI 2019;
 *   <li>browsers that blur clocks, remote desktops and assistive input are a few in a hundred.
 * </ul>
 *
 * Numbers not named there are guesses, made before the model was measured on anybody; those of
 * {@link Variation#HARD} were chosen, among some forty others, by the error rates of trees that had
 * learnt from imagined people only on the CMU benchmark's people.
 */
final class Typist {
  /** Where the keys are. */
  enum Board {
    KEYS,
    GLASS
  }

  /**
   * What is harder or easier than in the numbers below.
   *
   * @param pairs how much people differ in each pair of keys, a factor
   * @param postures how much each key is off in a session, by seat, hands and keyboard: standard
   *     deviation of the logarithm from press to press; half of it for the dwell
   * @param drift how fast habits change, a factor
   * @param longSessions share of people who type it up to seventy times in a row
   * @param practice how much slower the first typings are, a factor
   */
  record Variation(
      double pairs, double postures, double drift, double longSessions, double practice) {
    /** The traffic simulator's people, who are frozen. */
    static final Variation SIMULATED = new Variation(1, 0, 1, 0, 1);

    /** People who are harder to tell apart: the typing model learns from them. */
    static final Variation HARD = new Variation(0.4, 0.15, 2, 0.6, 2.5);
  }

  /** What blurs the times. */
  private enum Input {
    PLAIN,
    COARSE_CLOCK,
    REMOTE,
    ASSISTED
  }

  private static final int SESSION = 12;
  private static final int LONG_SESSION = 70;
  private static final double SESSION_DWELL = 0.06;

  private final Variation variation;
  private final int session;
  private final long identity;
  private final Board board;
  private final Input input;
  private final double press;
  private final double dwell;
  private final double otherHand;
  private final double sameFinger;
  private final double repeated;
  private final double perRow;
  private final double digit;
  private final double symbol;
  private final double shift;
  private final double noise;
  private final double dwellNoise;
  private final double oddity;
  private final double chunkPause;
  private final double practiceCost;
  private final double practiceRate;
  private final double hesitation;
  private final double tempo;
  private final double drift;

  Typist(Random random, Board board, Variation variation) {
    this.variation = variation;
    this.identity = random.nextLong();
    this.board = board;
    double kind = random.nextDouble();
    input =
        kind < 0.92
            ? Input.PLAIN
            : kind < 0.96 ? Input.COARSE_CLOCK : kind < 0.98 ? Input.REMOTE : Input.ASSISTED;
    double skill = random.nextGaussian();
    boolean glass = board == Board.GLASS;
    press = (glass ? 0.22 : 0.18) * Math.exp(-0.32 * skill + 0.12 * random.nextGaussian());
    dwell = (glass ? 0.075 : 0.1) * Math.exp(-0.06 * skill + 0.22 * random.nextGaussian());
    otherHand = normal(random, glass ? 0.95 : 0.85, 0.07);
    sameFinger = normal(random, 1.25, 0.12);
    repeated = normal(random, 0.85, 0.1);
    perRow = normal(random, 0.07, 0.04);
    digit = Math.exp(normal(random, 0.35, 0.25));
    symbol = Math.exp(normal(random, 0.5, 0.3));
    shift = Math.exp(normal(random, 0.6, 0.3));
    noise = 0.17 * Math.exp(0.35 * random.nextGaussian() - 0.1 * skill);
    dwellNoise = 0.13 * Math.exp(0.3 * random.nextGaussian());
    oddity = variation.pairs() * 0.28 * Math.exp(0.2 * random.nextGaussian());
    chunkPause = Math.exp(normal(random, 0.35, 0.3));
    practiceCost = variation.practice() * 0.9 * Math.exp(0.5 * random.nextGaussian());
    practiceRate = 0.25 + 0.3 * random.nextDouble();
    hesitation = 0.03 * Math.exp(0.7 * random.nextGaussian());
    tempo = 0.07 * Math.exp(0.3 * random.nextGaussian());
    drift = variation.drift() * 0.006 * Math.exp(0.5 * random.nextGaussian());
    session =
        variation.longSessions() > 0 && random.nextDouble() < variation.longSessions()
            ? LONG_SESSION
            : SESSION;
  }

  private static double normal(Random random, double mean, double deviation) {
    return mean + deviation * random.nextGaussian();
  }

  /** Seconds from press to press, usual. */
  double pace() {
    return press;
  }

  boolean isAssisted() {
    return input == Input.ASSISTED;
  }

  /** Starts to type a secret, after as many times as are said. */
  Habit habit(Secret secret, int practice, Random random) {
    return new Habit(secret, practice, random);
  }

  /** One typist's way with one secret: typing after typing, it changes. */
  final class Habit {
    private final Secret secret;
    private final Random random;
    private final double[] presses;
    private final double[] dwells;
    private final double[] variability;
    private final boolean[] boundary;
    private int practice;
    private final double[] pressPosture;
    private final double[] dwellPosture;
    private int leftInSession;
    private double today;
    private double dwellToday;
    private double mood;

    private Habit(Secret secret, int practice, Random random) {
      this.secret = secret;
      this.practice = practice;
      this.random = random;
      int n = secret.keys().size();
      presses = new double[n];
      dwells = new double[n];
      variability = new double[n];
      boundary = new boolean[n];
      pressPosture = new double[n];
      dwellPosture = new double[n];
      Random own = new Random(identity ^ (secret.keys().hashCode() * 0x9e3779b97f4a7c15L));
      int chunk = 2 + own.nextInt(4);
      for (int i = 0; i < n; i++) {
        Secret.Key key = secret.keys().get(i);
        dwells[i] = dwell * Math.exp(0.13 * oddity(key, key) + 0.07 * own.nextGaussian());
        variability[i] = Math.exp(0.35 * own.nextGaussian());
        if (i > 0) {
          Secret.Key before = secret.keys().get(i - 1);
          if (--chunk == 0 || (before.isDigit() != key.isDigit() && own.nextBoolean())) {
            boundary[i] = true;
            chunk = 2 + own.nextInt(4);
          }
          presses[i] =
              press
                  * mechanics(before, key)
                  * Math.exp(oddity * oddity(before, key) + 0.7 * oddity * own.nextGaussian());
        }
      }
    }

    /** A number of this person for a pair of keys, the same in every secret; about normal. */
    private double oddity(Secret.Key before, Secret.Key key) {
      long pair = (before.name() * 131L + key.name()) * 0x2545f4914f6cdd1dL;
      return new Random(identity ^ pair).nextGaussian();
    }

    private double mechanics(Secret.Key before, Secret.Key key) {
      double factor = 1;
      if (before.name() == key.name()) {
        factor = repeated;
      } else if (before.finger() == key.finger()) {
        factor = sameFinger;
      } else if (before.isLeft() != key.isLeft()) {
        factor = otherHand;
      }
      factor *= 1 + perRow * Math.abs(before.row() - key.row());
      if (key.isDigit()) {
        factor *= digit;
      } else if (!key.isLetter()) {
        factor *= symbol;
      }
      return key.shift() ? factor * shift : factor;
    }

    /** Types the secret once. */
    TypingSample type() {
      double[][] times = times();
      return TypingSample.of(times[0], times[1]);
    }

    /** The same as seconds: how long each key is down, and from each press to the next. */
    double[][] times() {
      int n = presses.length;
      double unpractised = Math.pow(practice + 1, -practiceRate);
      if (leftInSession-- <= 0) {
        leftInSession = 1 + random.nextInt(session);
        today = tempo * random.nextGaussian();
        if (variation.postures() > 0) {
          sitDown();
        }
      }
      mood = 0.5 * mood + tempo * 0.87 * random.nextGaussian();
      double dwellMood = dwellToday + 0.4 * (mood + today) + 0.05 * random.nextGaussian();
      double[] down = new double[n];
      double[] flights = new double[n - 1];
      for (int i = 0; i < n; i++) {
        double longer = dwellNoise * (1 + 0.3 * unpractised) * random.nextGaussian();
        down[i] = dwells[i] * Math.exp(dwellMood + dwellPosture[i] + longer);
        dwells[i] *= Math.exp(0.5 * drift * random.nextGaussian());
        if (i > 0) {
          flights[i - 1] = flight(i, unpractised);
          presses[i] *= Math.exp(drift * random.nextGaussian());
        }
      }
      practice++;
      return measured(down, flights);
    }

    private void sitDown() {
      dwellToday = SESSION_DWELL * random.nextGaussian();
      for (int i = 0; i < presses.length; i++) {
        pressPosture[i] = variation.postures() * random.nextGaussian();
        dwellPosture[i] = variation.postures() / 2 * random.nextGaussian();
      }
    }

    private double flight(int i, double unpractised) {
      double hard = boundary[i] ? 1.6 : 1;
      double time = presses[i] * (1 + practiceCost * hard * unpractised);
      if (boundary[i]) {
        time *= 1 + (chunkPause - 1) * (0.3 + 0.7 * unpractised);
      }
      double spread = noise * variability[i] * (1 + unpractised);
      time *= Math.exp(mood + today + pressPosture[i] + spread * random.nextGaussian());
      if (random.nextDouble() < hesitation * hard * (1 + 4 * unpractised)) {
        time *= 1.5 + 1.5 * -Math.log(1 - random.nextDouble());
      }
      return Math.max(board == Board.GLASS ? 0.04 : 0.012, time);
    }

    private double[][] measured(double[] down, double[] flights) {
      double tick = 0.001;
      if (input == Input.COARSE_CLOCK) {
        tick = (identity & 3) == 0 ? 0.1 : 0.0167;
      }
      double offset = random.nextDouble() * tick;
      double at = 0;
      double last = 0;
      double[] held = new double[down.length];
      double[] pressed = new double[flights.length];
      for (int i = 0; i < down.length; i++) {
        at += i == 0 ? offset : input == Input.ASSISTED ? flights[i - 1] * 2.5 : flights[i - 1];
        if (input == Input.REMOTE && i > 0) {
          at += 0.03 * random.nextDouble();
        }
        double start = Math.floor(at / tick) * tick;
        double length = input == Input.ASSISTED ? 0.05 : down[i];
        held[i] = Math.max(0, Math.floor((at + length) / tick) * tick - start);
        if (i > 0) {
          pressed[i - 1] = Math.max(0, start - last);
        }
        last = start;
      }
      return new double[][] {held, pressed};
    }
  }
}
