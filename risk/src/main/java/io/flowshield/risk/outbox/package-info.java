/** What must reach a workflow, written in the transaction that made it true. */
@NullMarked
package io.flowshield.risk.outbox;

import org.jspecify.annotations.NullMarked;
