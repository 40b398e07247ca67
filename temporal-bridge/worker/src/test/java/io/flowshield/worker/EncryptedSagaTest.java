package io.flowshield.worker;

import static io.flowshield.worker.SagaStage.signal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.flowshield.workflow.AuthenticationSaga;
import io.flowshield.workflow.SagaOutcome;
import io.flowshield.workflow.SagaReason;
import io.flowshield.workflow.encryption.PayloadEncryption;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("D10")
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EncryptedSagaTest {
  /** What a request, a result, a failure, a summary and the details say. */
  private static final List<String> TOLD =
      List.of("decision-1", "REGISTRATION_BURST", "HTTP 403", "crm", "Registration in realm");

  @Test
  void a_saga_that_fails_leaves_nothing_to_read_in_any_history() throws Exception {
    try (SagaStage stage = new SagaStage(PayloadEncryption.converter(newKeys()))) {
      assertThat(refused(stage)).isEqualTo(new SagaOutcome(false, SagaReason.SERVICE_REFUSED));
      assertThat(stage.lastView().state().detail()).isEqualTo("billing: HTTP 403");
      assertThat(TOLD).noneMatch(histories(stage)::contains);
    }
  }

  @Test
  void and_without_keys_the_same_words_are_there() throws Exception {
    try (SagaStage stage = new SagaStage()) {
      refused(stage);
      // Keeps the check above honest; the summary of the start is set by the relay.
      assertThat(TOLD.subList(0, 4)).allMatch(histories(stage)::contains);
    }
  }

  private static PayloadEncryption newKeys() throws GeneralSecurityException {
    AeadConfig.register();
    return PayloadEncryption.of(
        TinkJsonProtoKeysetFormat.serializeKeyset(
            KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
            InsecureSecretKeyAccess.get()));
  }

  private static SagaOutcome refused(SagaStage stage) {
    stage.refusing.add("billing");
    AuthenticationSaga saga = stage.start();
    stage.awaitMail();
    saga.emailVerified(signal(2));
    return stage.outcome();
  }

  /** Of the saga and its children; ids and search attributes are meant to be read. */
  private static String histories(SagaStage stage) {
    WorkflowClient client = stage.environment.getWorkflowClient();
    StringBuilder all = new StringBuilder();
    for (String id : Histories.workflows(client, SagaStage.ID)) {
      WorkflowExecutionHistory history = client.fetchHistory(id);
      history.getEvents().stream()
          .map(event -> new String(event.toByteArray(), StandardCharsets.ISO_8859_1))
          .map(text -> text.replace(SagaStage.ID + "-provision-crm", ""))
          .forEach(all::append);
    }
    return all.toString();
  }
}
