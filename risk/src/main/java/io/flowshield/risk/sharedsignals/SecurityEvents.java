package io.flowshield.risk.sharedsignals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a security event token tells, once it was found genuine.
 *
 * @param issuer who tells it
 * @param id unique for the issuer ({@code jti})
 * @param subject of whom, where the token says so for all of its events; else missing
 * @param events payloads by type
 */
record SecurityEvents(String issuer, String id, JsonNode subject, Map<String, JsonNode> events) {

  /** Of whom an event tells: older drafts of CAEP say so in the event. */
  JsonNode subjectOf(JsonNode event) {
    return subject.isObject() ? subject : event.path("subject");
  }
}
