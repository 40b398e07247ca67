/** The character model of passwords: its corpus, its training with DL4J, and what it is worth. */
@NullMarked
package io.flowshield.training.password;

import org.jspecify.annotations.NullMarked;
