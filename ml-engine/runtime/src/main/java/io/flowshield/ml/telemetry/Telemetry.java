package io.flowshield.ml.telemetry;

import java.util.List;

/**
 * What the form's script reported. Raw timings live in request memory only: they are never stored
 * and never logged, and they hold when keys went, never which.
 *
 * @param status whether there is anything to read
 * @param timeOnPageMillis from the page being shown to its being sent
 * @param fields one entry for each input that had the focus, in order of the first focus
 * @param pointerMoves number of pointer movements sampled (at most 10 a second)
 * @param pointerDistance length of the pointer's path in CSS pixels
 * @param scripted true when the browser says that it is driven by a program ({@code
 *     navigator.webdriver})
 * @param roundTripMillis time from the browser to the server and back, as the browser measured it
 *     while it loaded the page; NaN when it could not
 */
public record Telemetry(
    Status status,
    long timeOnPageMillis,
    List<Field> fields,
    int pointerMoves,
    double pointerDistance,
    boolean scripted,
    double roundTripMillis) {

  /** No telemetry came with the form: neutral. */
  public static final Telemetry ABSENT = new Telemetry(Status.ABSENT, 0, List.of(), 0, 0, false);

  /** Something came that is too long or does not parse: judged as absent, counted apart. */
  public static final Telemetry INVALID = new Telemetry(Status.INVALID, 0, List.of(), 0, 0, false);

  /** Telemetry without a round trip. */
  public Telemetry(
      Status status,
      long timeOnPageMillis,
      List<Field> fields,
      int pointerMoves,
      double pointerDistance,
      boolean scripted) {
    this(status, timeOnPageMillis, fields, pointerMoves, pointerDistance, scripted, Double.NaN);
  }

  /** Whether telemetry came and could be read. */
  public enum Status {
    PRESENT,
    ABSENT,
    INVALID
  }

  /**
   * What happened in one input.
   *
   * @param name its form name, for example {@code password}
   * @param strokes key strokes in order
   * @param pastes how often something was pasted
   * @param autofilled true when the browser or a password manager filled it
   * @param corrections presses of backspace or delete
   */
  public record Field(
      String name, List<Stroke> strokes, int pastes, boolean autofilled, int corrections) {}

  /**
   * One key stroke.
   *
   * @param flightMillis from the previous key's press to this one's, 0 for the first
   * @param dwellMillis from this key's press to its release
   */
  public record Stroke(int flightMillis, int dwellMillis) {}
}
