/** What people see. All but a few lines are templates, texts and scripts under resources. */
@NullMarked
package io.flowshield.themes;

import org.jspecify.annotations.NullMarked;
