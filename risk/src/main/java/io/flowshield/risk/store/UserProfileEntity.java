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

/** A user's profile; {@code version} is the optimistic lock. */
@Entity
@Table(name = "FS_USER_PROFILE")
@IdClass(UserProfileEntity.Key.class)
class UserProfileEntity {
  @Id
  @Column(name = "REALM_ID")
  String realmId = "";

  @Id
  @Column(name = "USER_ID")
  String userId = "";

  @Version
  @Column(name = "VERSION")
  long version;

  @Column(name = "PROFILE")
  byte[] profile = new byte[0];

  @Column(name = "UPDATED_MS")
  long updatedMillis;

  /** Primary key. */
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1;
    String realmId = "";
    String userId = "";

    Key() {}

    Key(String realmId, String userId) {
      this.realmId = realmId;
      this.userId = userId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && realmId.equals(key.realmId) && userId.equals(key.userId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(realmId, userId);
    }
  }
}
