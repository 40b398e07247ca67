/** Carries out what is required of a user where no authenticator runs: cookies and tokens. */
@NullMarked
package io.flowshield.authn.requirement;

import org.jspecify.annotations.NullMarked;
