package io.flowshield.training.typing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowshield.ml.behaviour.TypingModel;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.training.Trainer;
import io.flowshield.training.Workshop;
import io.flowshield.training.typing.TypingTraining.Size;
import io.flowshield.training.typing.TypingTraining.Trained;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Trains and publishes {@code behavioral_auth/typing}. */
public final class TypingModelTrainer implements Trainer {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return TypingModel.NAME;
  }

  @Override
  public void train(Workshop workshop) throws Exception {
    Size size = Size.PUBLISHED;
    Trained trained = TypingTraining.train(size);
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("features", TypingModel.columns());
    schema.put("slope", trained.slope());
    schema.put("intercept", trained.intercept());
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(TypingModel.TREES, trained.trees());
    files.put(TypingModel.TREES_ALONE, trained.treesAlone());
    files.put(TypingModel.NETWORK, json(trained.network()));
    files.put(TypingModel.SCHEMA, json(schema));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("data", TypingModelCard.DATA);
    metadata.put("split", "by seed: no imagined person and no password is in two parts");
    metadata.put("seed", TypingTraining.SEED);
    metadata.put("accounts", accounts(size));
    metadata.put("trees", TypingTraining.TREES);
    metadata.put("parameters", TypingTraining.parameters());
    metadata.put("network", SequenceTrainer.description(size.epochs()));
    metadata.put("metrics", trained.ablation().means());
    Path folder =
        workshop
            .publisher()
            .publish(
                ModelGroup.BEHAVIORAL_AUTH,
                TypingModel.NAME,
                VERSION,
                files,
                metadata,
                TypingModelCard.of(size, trained));
    workshop
        .out()
        .printf(
            "typing: twice %d trees, %d bytes, published to %s%n  %s%n",
            TypingTraining.TREES,
            trained.trees().length + trained.treesAlone().length,
            workshop.models().relativize(folder),
            trained.ablation().means());
  }

  private static Map<String, Integer> accounts(Size size) {
    Map<String, Integer> accounts = new LinkedHashMap<>();
    accounts.put("network", size.network());
    accounts.put("trees", size.trees());
    accounts.put("calibration", size.calibration());
    accounts.put("test", size.test());
    return accounts;
  }

  private static byte[] json(Map<String, Object> value) throws JsonProcessingException {
    return (JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
