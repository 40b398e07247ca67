package io.flowshield.risk.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A browser that a user has had remembered. Logins read and write it by plain JDBC. */
@Entity
@Table(name = "FS_TRUSTED_DEVICE")
@IdClass(TrustedDeviceEntity.Key.class)
class TrustedDeviceEntity {
  @Id
  @Column(name = "REALM_ID")
  String realmId = "";

  @Id
  @Column(name = "USER_ID")
  String userId = "";

  @Id
  @Column(name = "DEVICE_KEY")
  String deviceKey = "";

  @Column(name = "PROOF")
  String proof = "";

  @Column(name = "SINCE_MS")
  long sinceMillis;

  @Column(name = "UNTIL_MS")
  long untilMillis;

  @Column(name = "BROWSER")
  String browser = "";

  /** Primary key. */
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1;
    String realmId = "";
    String userId = "";
    String deviceKey = "";

    Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && realmId.equals(key.realmId)
          && userId.equals(key.userId)
          && deviceKey.equals(key.deviceKey);
    }

    @Override
    public int hashCode() {
      return Objects.hash(realmId, userId, deviceKey);
    }
  }
}
