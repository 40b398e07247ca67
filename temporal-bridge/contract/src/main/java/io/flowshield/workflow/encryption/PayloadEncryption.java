package io.flowshield.workflow.encryption;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.EncodingKeys;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what workflows are given, answer, signal and fail with (AES-256-GCM by Tink), so that
 * Temporal's servers keep cipher text only. Search attributes stay readable: they are what is
 * searched for, and hold no personal data.
 *
 * <p>Keys change without an interruption, since a keyset may hold several: all open, the primary
 * one encrypts. First every process gets the new key beside the old one, then it is made primary,
 * and the old one leaves when no workflow that began with it is kept any more. A payload that was
 * stored before encryption was turned on is read as it is.
 *
 * <p>Immutable; safe for use by several threads. See <a
 * href="https://docs.temporal.io/payload-codec">Temporal on payload codecs</a>.
 */
public final class PayloadEncryption implements PayloadCodec {
  /** Environment variable with the keyset: Tink's JSON, one or several AES-256-GCM keys. */
  public static final String VARIABLE = "FLOWSHIELD_PAYLOAD_KEYS";

  /** Which encoding an encrypted payload names, as in Temporal's samples. */
  static final ByteString ENCRYPTED = ByteString.copyFromUtf8("binary/encrypted");

  /** Tells people which key a payload needs; nothing is decided by it. */
  static final String KEY_ID = "encryption-key-id";

  private static final byte[] PURPOSE =
      "flowshield temporal payload".getBytes(StandardCharsets.UTF_8);

  static {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink has authenticated encryption", e);
    }
  }

  private final Aead aead;
  private final ByteString keyId;

  private PayloadEncryption(Aead aead, int keyId) {
    this.aead = aead;
    this.keyId = ByteString.copyFromUtf8(Integer.toUnsignedString(keyId));
  }

  /**
   * @param keys keyset as Tink's JSON
   * @throws GeneralSecurityException when it is none, or holds keys of another kind; the text of
   *     the exception tells nothing of the keys
   */
  public static PayloadEncryption of(String keys) throws GeneralSecurityException {
    try {
      KeysetHandle handle =
          TinkJsonProtoKeysetFormat.parseKeyset(keys.strip(), InsecureSecretKeyAccess.get());
      return new PayloadEncryption(
          handle.getPrimitive(RegistryConfiguration.get(), Aead.class),
          handle.getPrimary().getId());
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new GeneralSecurityException(
          "no keyset for payloads: expected Tink's JSON with AES-256-GCM keys");
    }
  }

  /**
   * What a client or a worker converts with.
   *
   * @param encryption null to leave everything readable
   */
  public static DataConverter converter(@Nullable PayloadEncryption encryption) {
    DataConverter plain = DefaultDataConverter.newDefaultInstance();
    // Messages and stack traces of failures may quote what a service or a person sent.
    return encryption == null ? plain : new CodecDataConverter(plain, List.of(encryption), true);
  }

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return payloads.stream().map(this::encrypt).toList();
  }

  /**
   * @throws PayloadCodecException when one was changed, or needs a key that is not here
   */
  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(this::decrypt).toList();
  }

  private Payload encrypt(Payload payload) {
    try {
      return Payload.newBuilder()
          .putMetadata(EncodingKeys.METADATA_ENCODING_KEY, ENCRYPTED)
          .putMetadata(KEY_ID, keyId)
          .setData(ByteString.copyFrom(aead.encrypt(payload.toByteArray(), PURPOSE)))
          .build();
    } catch (GeneralSecurityException e) {
      throw new PayloadCodecException("a payload cannot be encrypted", e);
    }
  }

  private Payload decrypt(Payload payload) {
    ByteString encoding =
        payload.getMetadataOrDefault(EncodingKeys.METADATA_ENCODING_KEY, ByteString.EMPTY);
    if (!encoding.equals(ENCRYPTED)) {
      return payload;
    }
    try {
      return Payload.parseFrom(aead.decrypt(payload.getData().toByteArray(), PURPOSE));
    } catch (GeneralSecurityException | InvalidProtocolBufferException e) {
      String id =
          payload.getMetadataOrDefault(KEY_ID, ByteString.copyFromUtf8("unknown")).toStringUtf8();
      throw new PayloadCodecException(
          "a payload was changed, or its key is not here; it names the key " + id, e);
    }
  }
}
