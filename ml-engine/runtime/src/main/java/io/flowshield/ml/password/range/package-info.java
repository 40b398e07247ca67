/**
 * Asks a service for leaked passwords without telling the password. Only for the moment when a
 * password is set: no login may wait for another server, and nothing that judges logins may use
 * this package.
 */
@NullMarked
package io.flowshield.ml.password.range;

import org.jspecify.annotations.NullMarked;
