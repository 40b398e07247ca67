package io.flowshield.workflow.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.payload.codec.PayloadCodecException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D10")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PayloadEncryptionTest {
  private static final String SECRET = "alice-user-id";
  private static final Payload CLEAR =
      Payload.newBuilder()
          .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
          .setData(ByteString.copyFromUtf8('"' + SECRET + '"'))
          .build();

  @BeforeAll
  static void register() throws GeneralSecurityException {
    AeadConfig.register();
  }

  private static KeysetHandle oneKey() throws GeneralSecurityException {
    return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
  }

  private static PayloadEncryption with(KeysetHandle keys) throws GeneralSecurityException {
    return PayloadEncryption.of(
        TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
  }

  /** A second key beside the first; which one is primary is said. */
  private static KeysetHandle added(KeysetHandle old, KeysetHandle other, boolean otherEncrypts) {
    KeysetHandle.Builder.Entry first = KeysetHandle.importKey(old.getAt(0).getKey());
    KeysetHandle.Builder.Entry second = KeysetHandle.importKey(other.getAt(0).getKey());
    (otherEncrypts ? second : first).makePrimary();
    try {
      return KeysetHandle.newBuilder().addEntry(first).addEntry(second).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Payload encrypted(PayloadEncryption encryption) {
    return encryption.encode(List.of(CLEAR)).get(0);
  }

  @Test
  void what_is_stored_tells_nothing_and_opens_again() throws GeneralSecurityException {
    PayloadEncryption encryption = with(oneKey());
    Payload stored = encrypted(encryption);
    assertThat(stored.toString()).doesNotContain(SECRET).doesNotContain("json/plain");
    assertThat(stored.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("binary/encrypted");
    assertThat(encryption.decode(List.of(stored))).containsExactly(CLEAR);
    assertThat(encrypted(encryption)).isNotEqualTo(stored);
  }

  @Test
  void what_was_stored_before_is_read_as_it_is() throws GeneralSecurityException {
    assertThat(with(oneKey()).decode(List.of(CLEAR))).containsExactly(CLEAR);
  }

  @Test
  void keys_change_step_by_step_and_every_process_can_read_at_each() throws Exception {
    KeysetHandle old = oneKey();
    KeysetHandle other = oneKey();
    PayloadEncryption before = with(old);
    PayloadEncryption added = with(added(old, other, false));
    PayloadEncryption promoted = with(added(old, other, true));
    PayloadEncryption after = with(other);

    for (PayloadEncryption reader : List.of(before, added)) {
      assertThat(reader.decode(List.of(encrypted(before), encrypted(added))))
          .containsExactly(CLEAR, CLEAR);
    }
    for (PayloadEncryption reader : List.of(added, promoted)) {
      assertThat(reader.decode(List.of(encrypted(before), encrypted(promoted))))
          .containsExactly(CLEAR, CLEAR);
    }
    assertThat(after.decode(List.of(encrypted(promoted)))).containsExactly(CLEAR);
    assertThatThrownBy(() -> after.decode(List.of(encrypted(before))))
        .isInstanceOf(PayloadCodecException.class)
        .hasMessageContaining(Integer.toUnsignedString(old.getPrimary().getId()));
  }

  @Test
  void a_changed_payload_is_refused() throws GeneralSecurityException {
    PayloadEncryption encryption = with(oneKey());
    Payload stored = encrypted(encryption);
    byte[] bytes = stored.getData().toByteArray();
    for (int place : new int[] {0, bytes.length / 2, bytes.length - 1}) {
      byte[] changed = bytes.clone();
      changed[place] ^= 1;
      Payload altered = stored.toBuilder().setData(ByteString.copyFrom(changed)).build();
      assertThatThrownBy(() -> encryption.decode(List.of(altered)))
          .isInstanceOf(PayloadCodecException.class);
    }
  }

  @Test
  void failures_are_encrypted_with_their_texts() throws GeneralSecurityException {
    DataConverter converter = PayloadEncryption.converter(with(oneKey()));
    Failure failure =
        converter.exceptionToFailure(ApplicationFailure.newFailure(SECRET, "MAIL_FAILED", SECRET));
    assertThat(failure.toString()).doesNotContain(SECRET);
    assertThat(converter.failureToException(failure)).hasMessageContaining(SECRET);
  }

  @Test
  void values_go_through_the_converter() throws GeneralSecurityException {
    DataConverter converter = PayloadEncryption.converter(with(oneKey()));
    Optional<Payloads> stored = converter.toPayloads(SECRET, 7);
    assertThat(stored.orElseThrow().toString()).doesNotContain(SECRET);
    assertThat(converter.fromPayloads(0, stored, String.class, String.class)).isEqualTo(SECRET);
    assertThat(converter.fromPayloads(1, stored, Integer.class, Integer.class)).isEqualTo(7);
  }

  @Test
  void what_is_no_keyset_is_refused_without_quoting_it() throws GeneralSecurityException {
    KeysetHandle signing = oneKey();
    String good = TinkJsonProtoKeysetFormat.serializeKeyset(signing, InsecureSecretKeyAccess.get());
    for (String bad : List.of("", "{}", "top secret", good.replace("AesGcmKey", "NoSuchKey"))) {
      assertThatThrownBy(() -> PayloadEncryption.of(bad))
          .isInstanceOf(GeneralSecurityException.class)
          .hasNoCause()
          .hasMessageNotContaining("top secret");
    }
  }
}
