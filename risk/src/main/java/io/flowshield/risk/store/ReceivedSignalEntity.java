package io.flowshield.risk.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A security event token that was taken: the same one again changes nothing. */
@Entity
@Table(name = "FS_SIGNAL_RECEIVED")
@IdClass(ReceivedSignalEntity.Key.class)
class ReceivedSignalEntity {
  @Id
  @Column(name = "REALM_ID")
  String realmId = "";

  @Id
  @Column(name = "TOKEN_KEY")
  String tokenKey = "";

  @Column(name = "RECEIVED_MS")
  long receivedMillis;

  /** Primary key. */
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1;
    String realmId = "";
    String tokenKey = "";

    Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && realmId.equals(key.realmId)
          && tokenKey.equals(key.tokenKey);
    }

    @Override
    public int hashCode() {
      return Objects.hash(realmId, tokenKey);
    }
  }
}
