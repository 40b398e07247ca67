/**
 * What is done about passwords: hints for those who choose them, the range service that may be
 * asked when one is set, and what a login with a leaked one leads to.
 */
@NullMarked
package io.flowshield.risk.password;

import org.jspecify.annotations.NullMarked;
