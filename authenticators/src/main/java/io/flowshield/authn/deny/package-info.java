/** Refuses a login without saying that the password was right. */
@NullMarked
package io.flowshield.authn.deny;

import org.jspecify.annotations.NullMarked;
