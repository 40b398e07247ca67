/**
 * Security events of other parties: tokens (RFC 8417) that a transmitter pushes (RFC 8935), and
 * what follows from those of CAEP and RISC (OpenID Shared Signals).
 */
@NullMarked
package io.flowshield.risk.sharedsignals;

import org.jspecify.annotations.NullMarked;
