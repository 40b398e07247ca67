/** The worker process: workflows, their activities and the entry point. */
@NullMarked
package io.flowshield.worker;

import org.jspecify.annotations.NullMarked;
