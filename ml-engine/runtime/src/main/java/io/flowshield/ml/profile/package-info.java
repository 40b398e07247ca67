/** What is remembered of a user and of a realm's population; bounded in size. */
@NullMarked
package io.flowshield.ml.profile;

import org.jspecify.annotations.NullMarked;
