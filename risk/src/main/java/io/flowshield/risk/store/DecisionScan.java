package io.flowshield.risk.store;

import io.flowshield.ml.context.Door;
import io.flowshield.ml.signal.DenyListed;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.RiskLevel;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * A realm's decisions from the newest back, page by page along their index, each page in a
 * read-only transaction of its own: however long it takes, nothing is held up.
 */
public final class DecisionScan {
  private static final String PAGE =
      "SELECT ID, TAKEN_MS, DOOR, CLIENT_ID, SCORE, RISK_LEVEL, RISK_ACTION, REPORT_ONLY, FALLBACK,"
          + " CASE WHEN REASONS LIKE '[[\""
          + DenyListed.CODE
          + "\"%' THEN 1 ELSE 0 END, USER_ID, COMPLETED_MS FROM FS_RISK_DECISION WHERE REALM_ID = ? AND TAKEN_MS >= ?"
          // No threshold of logins and registrations counts for sessions.
          + " AND DOOR <> 'SESSION'"
          // The first bound is for the index, the second for rows of the same millisecond.
          + " AND TAKEN_MS <= ? AND (TAKEN_MS < ? OR ID < ?)"
          + " ORDER BY TAKEN_MS DESC, ID DESC FETCH FIRST ? ROWS ONLY";

  private final KeycloakSessionFactory factory;
  private final String realmId;
  private final Instant since;
  private long beforeMillis;
  private String beforeId = "";

  /**
   * What a policy needs to know of a decision.
   *
   * @param time when it was taken
   * @param userId whose attempt it was; null for a refused registration
   * @param door where
   * @param clientId client id of the application, null when there was none
   * @param score in [0, 1]
   * @param level under the thresholds of that time
   * @param action what the flow was asked to do
   * @param reportOnly true when it was recorded only
   * @param unjudged true when no model could judge
   * @param denyListed true when the deny list decided
   * @param completed true when the login that it let through completed
   */
  public record Row(
      Instant time,
      @Nullable String userId,
      Door door,
      @Nullable String clientId,
      double score,
      RiskLevel level,
      Action action,
      boolean reportOnly,
      boolean unjudged,
      boolean denyListed,
      boolean completed) {}

  /**
   * @param since oldest decision to look at
   * @param until newest
   */
  public DecisionScan(
      KeycloakSessionFactory factory, String realmId, Instant since, Instant until) {
    this.factory = factory;
    this.realmId = realmId;
    this.since = since;
    this.beforeMillis = until.toEpochMilli() + 1;
  }

  /** The next decisions, newest first; fewer than asked for when there are no more. */
  public List<Row> next(int most) {
    return OwnTransaction.read(
        factory,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
            statement.setString(1, realmId);
            statement.setLong(2, since.toEpochMilli());
            statement.setLong(3, beforeMillis);
            statement.setLong(4, beforeMillis);
            statement.setString(5, beforeId);
            statement.setInt(6, most);
            try (ResultSet found = statement.executeQuery()) {
              return rows(found);
            }
          }
        });
  }

  private List<Row> rows(ResultSet found) throws SQLException {
    List<Row> rows = new ArrayList<>();
    while (found.next()) {
      beforeId = found.getString(1);
      beforeMillis = found.getLong(2);
      rows.add(
          new Row(
              Instant.ofEpochMilli(beforeMillis),
              found.getString(11),
              Door.valueOf(found.getString(3)),
              found.getString(4),
              found.getDouble(5),
              RiskLevel.valueOf(found.getString(6)),
              Action.valueOf(found.getString(7)),
              found.getBoolean(8),
              found.getString(9) != null,
              found.getInt(10) == 1,
              found.getObject(12) != null));
    }
    return rows;
  }
}
