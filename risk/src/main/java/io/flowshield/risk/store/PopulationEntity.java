package io.flowshield.risk.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** A realm's population; {@code version} is the optimistic lock. */
@Entity
@Table(name = "FS_POPULATION")
class PopulationEntity {
  @Id
  @Column(name = "REALM_ID")
  String realmId = "";

  @Version
  @Column(name = "VERSION")
  long version;

  @Column(name = "COUNTS")
  byte[] counts = new byte[0];

  @Column(name = "UPDATED_MS")
  long updatedMillis;
}
