package io.flowshield.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ml.dmlc.xgboost4j.java.Booster;
import org.junit.jupiter.api.Test;

class ReferenceModelTest {
  @Test
  void isAHundredTreesOfDepthSixOverFortyFeatures() throws Exception {
    Booster booster = ReferenceModel.load();
    assertThat(booster.getNumFeature()).isEqualTo(ReferenceModel.FEATURES);
    String[] trees = booster.getModelDump((String) null, false, "json");
    assertThat(trees).hasSize(ReferenceModel.TREES);
    for (String tree : trees) {
      assertThat(depth(new ObjectMapper().readTree(tree))).isEqualTo(ReferenceModel.DEPTH);
    }
    booster.dispose();
  }

  private static int depth(JsonNode node) {
    int deepest = 0;
    for (JsonNode child : node.path("children")) {
      deepest = Math.max(deepest, 1 + depth(child));
    }
    return deepest;
  }
}
