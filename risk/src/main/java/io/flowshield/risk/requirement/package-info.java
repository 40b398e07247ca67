/** Changes of what is required of users, each told to the watch over that user. */
@NullMarked
package io.flowshield.risk.requirement;

import org.jspecify.annotations.NullMarked;
