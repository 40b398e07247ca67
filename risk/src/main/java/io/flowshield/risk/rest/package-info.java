/** The REST resources: public pages, the worker's API and the administrators'. */
@NullMarked
package io.flowshield.risk.rest;

import org.jspecify.annotations.NullMarked;
