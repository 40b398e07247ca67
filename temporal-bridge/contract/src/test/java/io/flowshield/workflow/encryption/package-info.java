@NullMarked
package io.flowshield.workflow.encryption;

import org.jspecify.annotations.NullMarked;
