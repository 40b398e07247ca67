/** Rules for new passwords, and what happens when the password of a login has leaked. */
@NullMarked
package io.flowshield.authn.password;

import org.jspecify.annotations.NullMarked;
