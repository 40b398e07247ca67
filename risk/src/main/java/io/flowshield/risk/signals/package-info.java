/** Which signals speak, which are silent and which fail, in each realm. */
@NullMarked
package io.flowshield.risk.signals;

import org.jspecify.annotations.NullMarked;
