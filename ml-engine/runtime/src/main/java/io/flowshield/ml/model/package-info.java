/** Models on disk and in memory: verified, loaded, calibrated, explained. */
@NullMarked
package io.flowshield.ml.model;

import org.jspecify.annotations.NullMarked;
