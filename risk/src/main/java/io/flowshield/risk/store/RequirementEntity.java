package io.flowshield.risk.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is required of a user. Logins read it by plain JDBC. */
@Entity
@Table(name = "FS_REQUIREMENT")
@IdClass(RequirementEntity.Key.class)
class RequirementEntity {
  @Id
  @Column(name = "REALM_ID")
  String realmId = "";

  @Id
  @Column(name = "USER_ID")
  String userId = "";

  @Column(name = "KIND")
  String kind = "";

  @Column(name = "SINCE_MS")
  long sinceMillis;

  @Column(name = "UNTIL_MS")
  @Nullable Long untilMillis;

  @Column(name = "REASON")
  String reason = "";

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
