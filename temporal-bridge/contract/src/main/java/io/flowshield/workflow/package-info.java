/** Workflow interfaces and their messages: the only thing that Keycloak and the worker share. */
@NullMarked
package io.flowshield.workflow;

import org.jspecify.annotations.NullMarked;
