package io.flowshield.risk.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a user's behaviour may be captured. Logins read it by plain JDBC. */
@Entity
@Table(name = "FS_CAPTURE_CHOICE")
@IdClass(CaptureChoiceEntity.Key.class)
class CaptureChoiceEntity {
  @Id
  @Column(name = "REALM_ID")
  String realmId = "";

  @Id
  @Column(name = "USER_ID")
  String userId = "";

  @Column(name = "CAPTURE")
  boolean capture;

  @Column(name = "SINCE_MS")
  long sinceMillis;

  @Column(name = "SET_BY")
  String setBy = "";

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
