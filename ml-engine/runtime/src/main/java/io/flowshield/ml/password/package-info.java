/**
 * What a password is worth: guesses by a character model and by zxcvbn, the patterns behind them,
 * and whether it, or one like it, has leaked. No class here keeps, logs or returns a password.
 */
@NullMarked
package io.flowshield.ml.password;

import org.jspecify.annotations.NullMarked;
