package io.flowshield.ml.model;

import java.security.GeneralSecurityException;

/** Opens files that are encrypted at rest. Thread-safe. */
@FunctionalInterface
public interface ModelCipher {

  /** For a store without a key. */
  ModelCipher NO_KEY =
      (place, bytes) -> {
        throw new GeneralSecurityException("this server has no key for encrypted models");
      };

  /**
   * @param place where the file lies, for example {@code fraud_detection/login/1/model.ubj}: what
   *     was encrypted for another place does not open
   * @param bytes the encrypted file
   * @throws GeneralSecurityException when they were not encrypted with this key for this place, or
   *     were changed since
   */
  byte[] decrypt(String place, byte[] bytes) throws GeneralSecurityException;
}
