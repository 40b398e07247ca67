/**
 * What is kept in Keycloak's database: entities mirror tables, stores read and write them, records
 * go out. No entity leaves this package.
 */
@NullMarked
package io.flowshield.risk.store;

import org.jspecify.annotations.NullMarked;
