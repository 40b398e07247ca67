package io.flowshield.risk.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a realm's signals said on one day at one door; {@code version} is the optimistic lock. */
@Entity
@Table(name = "FS_SIGNAL_HEALTH")
@IdClass(SignalHealthEntity.Key.class)
class SignalHealthEntity {
  @Id
  @Column(name = "REALM_ID")
  String realmId = "";

  @Id
  @Column(name = "SCHEMA_NAME")
  String schemaName = "";

  @Id
  @Column(name = "EPOCH_DAY")
  long epochDay;

  @Version
  @Column(name = "VERSION")
  long version;

  @Column(name = "COUNTS")
  byte[] counts = new byte[0];

  /** Primary key. */
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1;
    String realmId = "";
    String schemaName = "";
    long epochDay;

    Key() {}

    Key(String realmId, String schemaName, long epochDay) {
      this.realmId = realmId;
      this.schemaName = schemaName;
      this.epochDay = epochDay;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && realmId.equals(key.realmId)
          && schemaName.equals(key.schemaName)
          && epochDay == key.epochDay;
    }

    @Override
    public int hashCode() {
      return Objects.hash(realmId, schemaName, epochDay);
    }
  }
}
