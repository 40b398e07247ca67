/**
 * Protects published models with Tink: signatures (Ed25519) say who published them, encryption at
 * rest (AES-256-GCM) keeps them from being read or swapped.
 */
@NullMarked
package io.flowshield.ml.protection;

import org.jspecify.annotations.NullMarked;
