/**
 * Where published models come from: a folder, an S3-compatible store or Google Cloud storage behind
 * one interface, copied in the background to a folder on this machine. Never on a login's way.
 */
@NullMarked
package io.flowshield.ml.storage;

import org.jspecify.annotations.NullMarked;
