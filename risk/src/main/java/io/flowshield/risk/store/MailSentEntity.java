package io.flowshield.risk.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A mail that went out: a repeated request for it sends nothing. */
@Entity
@Table(name = "FS_MAIL_SENT")
@IdClass(MailSentEntity.Key.class)
class MailSentEntity {
  @Id
  @Column(name = "REALM_ID")
  String realmId = "";

  @Id
  @Column(name = "MAIL_KEY")
  String key = "";

  @Column(name = "USER_ID")
  String userId = "";

  @Column(name = "SENT_MS")
  long sentMillis;

  /** Primary key. */
  static final class Key implements Serializable {
    private static final long serialVersionUID = 1;
    String realmId = "";
    String key = "";

    Key() {}

    Key(String realmId, String key) {
      this.realmId = realmId;
      this.key = key;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && realmId.equals(key.realmId) && key.equals(key.key);
    }

    @Override
    public int hashCode() {
      return Objects.hash(realmId, key);
    }
  }
}
