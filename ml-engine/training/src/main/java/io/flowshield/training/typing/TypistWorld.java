package io.flowshield.training.typing;

import io.flowshield.ml.behaviour.TypingBaseline;
import io.flowshield.ml.behaviour.TypingSample;
import io.flowshield.ml.behaviour.TypingTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Imagined accounts: an owner who has typed a password many times, and others who know it. Each
 * seed is a world of its own: no person and no password is in two of them.
 */
final class TypistWorld {
  private static final int MOST_PRACTICE = 400;

  /** Typings between the last that was learnt and the one that is judged, at most. */
  private static final int LONGEST_GAP = 300;

  /** Where comparisons go. */
  interface Sink {
    /**
     * @param owner number of the account
     */
    void add(int owner, TypingTemplate template, TypingSample probe, boolean impostor);
  }

  private final long seed;
  private final int owners;
  private final int enrolments;
  private final int probes;

  /**
   * @param owners accounts
   * @param enrolments stages of each account's life that are looked at
   * @param probes typings by the owner, and as many by others, at each stage
   */
  TypistWorld(long seed, int owners, int enrolments, int probes) {
    this.seed = seed;
    this.owners = owners;
    this.enrolments = enrolments;
    this.probes = probes;
  }

  void run(Sink sink) {
    Random random = new Random(seed);
    for (int owner = 0; owner < owners; owner++) {
      account(owner, random, sink);
    }
  }

  private void account(int number, Random random, Sink sink) {
    Typist.Board board = random.nextDouble() < 0.75 ? Typist.Board.KEYS : Typist.Board.GLASS;
    Secret secret = Secret.draw(random);
    Typist owner = new Typist(random, board, Typist.Variation.HARD);
    Typist.Habit habit = owner.habit(secret, random.nextInt(30), random);
    // The one by which the password is set teaches nothing.
    habit.type();
    for (int stage = 0; stage < enrolments; stage++) {
      // From few samples to all that are kept, in equal ratios.
      int samples =
          (int) Math.round(3 * Math.pow(TypingBaseline.MAX_SAMPLES / 3.0, random.nextDouble()));
      int typings = samples + (random.nextInt(3) == 0 ? random.nextInt(150) : 0);
      TypingBaseline baseline = TypingBaseline.first(habit.type());
      for (int i = 1; i < typings; i++) {
        baseline = baseline.learn(habit.type());
      }
      TypingTemplate template = new TypingTemplate(last(baseline.typings(), samples));
      // Logins elsewhere, and where nothing could be learnt.
      int gap = (int) Math.exp(random.nextDouble() * Math.log(LONGEST_GAP));
      for (int i = 0; i < gap; i++) {
        habit.type();
      }
      for (int i = 0; i < probes; i++) {
        sink.add(number, template, habit.type(), false);
        if (random.nextInt(4) == 0) {
          habit.type();
        }
      }
      for (int i = 0; i < probes; i += 2) {
        Typist.Habit other = impostor(owner, board, random).habit(secret, practice(random), random);
        sink.add(number, template, other.type(), true);
        sink.add(number, template, other.type(), true);
      }
    }
  }

  private static List<TypingSample> last(List<TypingSample> typings, int count) {
    return typings.subList(Math.max(0, typings.size() - count), typings.size());
  }

  /** A third type it for the first times, the others have practised. */
  private static int practice(Random random) {
    return random.nextInt(3) == 0
        ? random.nextInt(6)
        : (int) Math.exp(random.nextDouble() * Math.log(MOST_PRACTICE));
  }

  /** A third of the others are about as fast as the owner. */
  private static Typist impostor(Typist owner, Typist.Board board, Random random) {
    List<Typist> candidates = new ArrayList<>();
    int count = random.nextInt(3) == 0 ? 4 : 1;
    for (int i = 0; i < count; i++) {
      candidates.add(new Typist(random, board, Typist.Variation.HARD));
    }
    return candidates.stream()
        .min(Comparator.comparingDouble(other -> Math.abs(Math.log(other.pace() / owner.pace()))))
        .orElseThrow();
  }
}
