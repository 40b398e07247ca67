/** The worker's only way into Keycloak: the endpoints made for it. */
@NullMarked
package io.flowshield.worker.keycloak;

import org.jspecify.annotations.NullMarked;
