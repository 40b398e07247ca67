package io.flowshield.training.typing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.behaviour.SequenceEncoder;
import io.flowshield.ml.behaviour.TypingSequence;
import io.flowshield.training.typing.SequenceTrainer.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

@Tag("A2")
class SequenceTrainerTest {

  private static List<Example> examples(int owners) {
    List<Example> examples = new ArrayList<>();
    new TypistWorld(5, owners, 2, 8)
        .run(
            (owner, template, probe, impostor) ->
                examples.add(new Example(TypingSequence.of(template, probe), impostor)));
    return examples;
  }

  /** Sequences of different length in one batch, with masks, as in training. */
  @Test
  void theExportedNetworkSaysWhatDeepLearning4jSays() {
    List<Example> examples = examples(20);
    MultiLayerNetwork network = SequenceTrainer.train(examples, 2, 7);
    SequenceEncoder exported = SequenceTrainer.encoder(SequenceTrainer.export(network));
    DataSet batch = SequenceTrainer.batch(examples);
    INDArray said = network.output(batch.getFeatures(), false, batch.getFeaturesMaskArray(), null);
    for (int i = 0; i < examples.size(); i++) {
      double score = exported.score(examples.get(i).sequence());
      assertThat(1 / (1 + Math.exp(-score))).isCloseTo(said.getDouble(i, 0), within(1e-5));
    }
  }

  @Test
  void theMetadataNameTheLibrarysVersion() {
    assertThat(SequenceTrainer.description(4))
        .extractingByKey("library")
        .asString()
        .matches("deeplearning4j \\d+\\.\\d+.*");
  }

  @Test
  void learnsWhoIsAStranger() {
    List<Example> examples = examples(40);
    SequenceEncoder encoder = SequenceTrainer.encoder(trained(examples, 3));
    double impostors = 0;
    double owners = 0;
    for (Example example : examples) {
      if (example.impostor()) {
        impostors += encoder.score(example.sequence());
      } else {
        owners += encoder.score(example.sequence());
      }
    }
    assertThat(impostors / examples.size()).isGreaterThan(owners / examples.size() + 0.1);
  }

  @Test
  void learnsTheSameAgain() {
    List<Example> examples = examples(10);
    assertThat(trained(examples, 1)).usingRecursiveComparison().isEqualTo(trained(examples, 1));
  }

  private static Map<String, Object> trained(List<Example> examples, int epochs) {
    return SequenceTrainer.export(SequenceTrainer.train(examples, epochs, 7));
  }
}
