package io.flowshield.training.typing;

import io.flowshield.ml.behaviour.TypingDistance;
import io.flowshield.training.typing.TypingTraining.Ablation;
import io.flowshield.training.typing.TypingTraining.Size;
import io.flowshield.training.typing.TypingTraining.Trained;
import java.util.List;
import java.util.Locale;

/** Says in a page what the typing model is, what it was trained on, and what that does not show. */
final class TypingModelCard {
  static final String DATA =
      "Synthetic: imagined typists from io.flowshield.training.typing. No real person, password or"
          + " timing is in it. Recorded people only measure it; how hard the imagined are to tell"
          + " apart was chosen by such a measure, on the CMU benchmark.";

  private TypingModelCard() {}

  static String of(Size size, Trained trained) {
    Ablation ablation = trained.ablation();
    double[] gain = ablation.gain();
    String verdict =
        gain[1] > 0
            ? "The network helps on imagined people: the interval of its gain does not hold 0."
            : gain[2] < 0
                ? "The network does harm on imagined people."
                : "The network does not help measurably on imagined people: the interval of its"
                    + " gain holds 0.";
    return """
    # Model card: typing 1

    Log-odds that somebody else than the account's owner typed the password, from when keys went
    down and up, never which. XGBoost, %d trees over %d distances between the new typing and the
    owner's last ones, and as many that also know the verdict of an LSTM network (%d units, trained
    with DeepLearning4j), which reads the typing key by key. How far these lead away from the former
    counts by the owner's samples n: n^3 / (n^3 + 20^3), so that few samples are judged almost by the
    distances alone. A line of Platt calibrates the sum. All of it counts by the same weight, and not
    at all under 3 samples.

    ## Data

    %s
    The class `Typist` lists what is assumed of people and from which papers; the rest are guesses.
    Five numbers (`Typist.Variation.HARD`: how much people differ in pairs of keys, how far a session
    is off, drift, length of sessions, cost of the first typings) were chosen among some forty
    combinations by the error rates of trees, which had learnt from imagined people only, on the
    people of the CMU benchmark; so the published model's figures on CMU flatter a little. IIITBh had
    no part in that choice. The curve by which the network counts is that of the evidence; of six
    curves, full say at any number and none among them, no other did better on CMU by more than 0.001
    with 5 to 50 samples. But IIITBh had been looked at before. Error rates there at ten samples: 0.1508
    of the model before this one; 0.1385 with the network's full say and 0.1342 without it; 0.1476 with
    400 and 1000 accounts and 200 trees each, although those do better on CMU and on imagined people.
    The numbers of accounts and trees are those of the model before. So nobody of IIITBh was learnt
    from, but its figures are not quite those of a first look. Parts share no person and no password:
    %d accounts train the network, %d the trees, %d calibrate, %d test.
    Recorded people (the CMU benchmark, IIITBh) only measure: `./mvnw -Pevaluate` does, and its
    table is the one to believe.

    ## Equal error rates on the imagined test accounts (3 to 50 samples; mean over accounts, 95 %% bootstrap by account)

    | what | rate | interval |
    |---|---|---|
    | trees and network, as published | %s |
    | trees alone | %s |
    | network alone | %s |
    | mean distance from press to press | %s |
    | gain by the network (trees alone minus both, paired by account) | %s |

    %s
    On recorded people: at ten samples it changes next to nothing, as is meant; on CMU it takes two or
    three thousandths off from 50 samples on; on IIITBh no gain can be told from chance. `network_gain`
    in the table of `-Pevaluate` says how much, paired by person.

    What this model gains over the one before it at few samples (CMU, 10: 0.162 after 0.195; 50: 0.115
    after 0.127) it pays for at many: IIITBh, 100: 0.059 after 0.045; CMU, 200: 0.068 after 0.064.

    ## What this does not show

    - How well it does on your users. Imagined typists are more regular than people are; the figures
      above are no promise. Believe the recorded people's, and those are few: 51 and 12 students at
      one keyboard each.
    - Phones: nobody recorded on a phone was measured.
    - Whoever records an owner's rhythm can replay it.
    - Injury, another keyboard, one hand busy: owners are strange at times. Typing alone therefore never
      refuses anybody: its evidence ends at log-odds of 4.

    What is kept of a user are the times of the last 50 typings in steps of 3.4 %%, on each class of
    device: a biometric template. It lives in the user's profile only, is erased with it, and starts
    anew when the password changes. Paste, password managers, corrected, short and assisted input teach
    and tell nothing.

    Intended use: to decide who is asked for more proof. Not intended as evidence against a person, to
    identify people, or to watch them work.
    """
        .formatted(
            TypingTraining.TREES,
            TypingDistance.NAMES.size(),
            SequenceTrainer.UNITS,
            DATA,
            size.network(),
            size.trees(),
            size.calibration(),
            size.test(),
            cells(ablation.fused()),
            cells(ablation.treesAlone()),
            cells(ablation.networkAlone()),
            cells(ablation.yardstick()),
            String.format(Locale.ROOT, "%.4f | %.4f to %.4f", gain[0], gain[1], gain[2]),
            verdict);
  }

  private static String cells(List<Double> rates) {
    double[] interval = EqualErrorRate.interval(rates, TypingTraining.SEED);
    return String.format(
        Locale.ROOT, "%.4f | %.4f to %.4f", EqualErrorRate.mean(rates), interval[0], interval[1]);
  }
}
