package io.flowshield.risk.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a user's saga stands, as the worker told it last. */
@Entity
@Table(name = "FS_SAGA_VIEW")
@IdClass(SagaViewEntity.Key.class)
class SagaViewEntity {
  @Id
  @Column(name = "REALM_ID")
  String realmId = "";

  @Id
  @Column(name = "USER_ID")
  String userId = "";

  @Column(name = "WORKFLOW_ID")
  @Nullable String workflowId;

  @Column(name = "PHASE")
  String phase = "";

  @Column(name = "SCORE")
  double score;

  @Column(name = "RISK_LEVEL")
  String level = "";

  @Column(name = "MODEL_VERSION")
  @Nullable String modelVersion;

  @Column(name = "REASON")
  @Nullable String reason;

  @Column(name = "DETAIL")
  @Nullable String detail;

  @Column(name = "PROVISIONED")
  @Nullable String provisioned;

  @Column(name = "ATTEMPT")
  int attempt;

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
