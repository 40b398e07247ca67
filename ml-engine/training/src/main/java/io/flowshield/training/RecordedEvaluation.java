package io.flowshield.training;

import io.flowshield.ml.SubModels;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.training.simulation.RecordedLogins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The published login model on recorded logins in the columns of the public RBA data set, by the
 * same measures as on simulated ones. The data have no cookies, no form timing and no coordinates,
 * so this is the model with most of its senses gone.
 */
final class RecordedEvaluation implements Evaluation {
  static final Workshop.DataFile FILE =
      new Workshop.DataFile(
          "login/rba-dataset.csv",
          "the RBA data set of Wiefling et al. or any file with its columns",
          "github.com/das-group/rba-dataset");

  @Override
  public Set<String> subjects() {
    return Set.of("recorded");
  }

  @Override
  public List<Measure> measure(Workshop workshop) throws Exception {
    Path file = workshop.require(FILE);
    SubModels subModels = new SubModels();
    subModels.load(workshop.store());
    ModelSpec spec = FraudEvaluation.published(ModelSpec.all(subModels).get(0), workshop.store());
    Dataset dataset = new Dataset(spec.features().schema().names().size());
    long skipped = RecordedLogins.replay(file, attempt -> dataset.add(spec, attempt));
    String sha256 = ModelStore.sha256(Files.readAllBytes(file));
    return FraudEvaluation.evaluate(
            spec, workshop.store(), new Split("recorded", 0, 1, true), dataset)
        .stream()
        .map(
            measure ->
                new Measure(
                    "recorded." + measure.measure(),
                    measure.value(),
                    measure.low(),
                    measure.high(),
                    measure.reference(),
                    FILE.path() + ", " + dataset.rows() + " attempts, " + skipped + " rows skipped",
                    sha256,
                    "all",
                    0))
        .toList();
  }
}
