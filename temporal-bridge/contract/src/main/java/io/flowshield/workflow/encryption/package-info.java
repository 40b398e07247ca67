/** What Temporal's servers must not read. */
@NullMarked
package io.flowshield.workflow.encryption;

import org.jspecify.annotations.NullMarked;
