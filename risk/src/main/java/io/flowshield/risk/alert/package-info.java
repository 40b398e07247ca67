/** Tells users of logins by mail, and takes their word that it was somebody else. */
@NullMarked
package io.flowshield.risk.alert;

import org.jspecify.annotations.NullMarked;
