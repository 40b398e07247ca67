/** What the login form reports of typing and pointing, parsed strictly. */
@NullMarked
package io.flowshield.ml.telemetry;

import org.jspecify.annotations.NullMarked;
