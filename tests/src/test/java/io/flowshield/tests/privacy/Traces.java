package io.flowshield.tests.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.temporal.api.history.v1.HistoryEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Where a text is found in what we write. Letters of either case count. */
final class Traces {
  /** The category under which Keycloak logs its own events, names and addresses included. */
  private static final String KEYCLOAK_EVENTS = "[org.keycloak.events]";

  /** Begins the names of the details that we add to Keycloak's events. */
  private static final String OUR_DETAIL = "flowshield";

  private Traces() {}

  /** {@code TABLE.COLUMN} of each of our tables' columns that hold it, binary ones as UTF-8. */
  static List<String> inTables(FlowShieldStack stack, String text) throws SQLException {
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    List<String> found = new ArrayList<>();
    for (KeycloakDatabase.Column column : database.ours()) {
      String value =
          column.binary() ? database.hex(column.name()) : "cast(" + column.name() + " as varchar)";
      String wanted =
          column.binary() ? HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) : text;
      long rows =
          database.count(
              "select count(*) from "
                  + column.table()
                  + " where position(lower(?) in lower("
                  + value
                  + ")) > 0",
              wanted);
      if (rows > 0) {
        found.add(column.toString());
      }
    }
    return found;
  }

  /** Lines of the server's and the worker's logs, without Keycloak's own events. */
  static List<String> inLogs(FlowShieldStack stack, String text) throws IOException {
    List<Path> logs = new ArrayList<>(List.of(stack.keycloak().log()));
    Path worker = stack.keycloak().home().resolveSibling("worker");
    try (Stream<Path> files = Files.list(worker)) {
      files.filter(file -> file.toString().endsWith(".log")).forEach(logs::add);
    }
    List<String> found = new ArrayList<>();
    for (Path log : logs) {
      // One byte, one character: whatever else is written, plain text is found.
      for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
        if (holds(line, text) && !line.contains(KEYCLOAK_EVENTS)) {
          found.add(line);
        }
      }
    }
    return found;
  }

  /** Events of a workflow's history and its children's that hold it, payloads as they are sent. */
  static List<String> inHistories(FlowShieldStack stack, String workflow, String text) {
    List<String> found = new ArrayList<>();
    histories(stack, workflow)
        .forEach(
            (id, events) -> {
              for (HistoryEvent event : events) {
                if (holds(new String(event.toByteArray(), StandardCharsets.ISO_8859_1), text)) {
                  found.add(id + " " + event.getEventId() + " " + event.getEventType());
                }
              }
            });
    return found;
  }

  /** The histories of a workflow and of those below it, by workflow id. */
  static Map<String, List<HistoryEvent>> histories(FlowShieldStack stack, String workflow) {
    Map<String, List<HistoryEvent>> histories = new LinkedHashMap<>();
    collect(stack, workflow, histories);
    return histories;
  }

  private static void collect(
      FlowShieldStack stack, String workflow, Map<String, List<HistoryEvent>> histories) {
    List<HistoryEvent> events = stack.temporal().client().fetchHistory(workflow).getEvents();
    histories.put(workflow, events);
    for (HistoryEvent event : events) {
      if (event.hasChildWorkflowExecutionStartedEventAttributes()) {
        String child =
            event
                .getChildWorkflowExecutionStartedEventAttributes()
                .getWorkflowExecution()
                .getWorkflowId();
        if (!histories.containsKey(child)) {
          collect(stack, child, histories);
        }
      }
    }
  }

  /**
   * Details that we add to Keycloak's events of a user, the event that we write ourselves (a
   * confirmed address), and our administrators' events.
   */
  static List<String> inEvents(FlowShieldStack stack, String user, String text)
      throws IOException, InterruptedException {
    List<String> found = new ArrayList<>();
    for (JsonNode event : stack.admin().get("/events?max=1000&user=" + user)) {
      boolean ours = event.path("type").asText().equals("VERIFY_EMAIL");
      event
          .path("details")
          .fields()
          .forEachRemaining(
              detail -> {
                if ((ours || detail.getKey().startsWith(OUR_DETAIL))
                    && holds(detail.getValue().asText(), text)) {
                  found.add(event.path("type").asText() + " " + detail);
                }
              });
    }
    for (JsonNode event : stack.admin().get("/admin-events?max=1000")) {
      if (event.path("resourceType").asText().startsWith("FLOWSHIELD")
          && holds(event.toString(), text)) {
        found.add(event.toString());
      }
    }
    return found;
  }

  private static boolean holds(String all, String text) {
    return all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }
}
