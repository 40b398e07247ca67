/** How unlike the others one point is: random cut forests over bounded samples. Knows no login. */
@NullMarked
package io.flowshield.ml.anomaly;

import org.jspecify.annotations.NullMarked;
