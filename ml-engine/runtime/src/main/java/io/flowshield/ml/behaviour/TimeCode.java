package io.flowshield.ml.behaviour;

/**
 * Times in a byte: 0 is none, 1 to 255 are 2 ms to 10 s in equal steps of 3.4 %, which is less than
 * any two typings of one person differ by.
 */
final class TimeCode {
  private static final double LEAST = 0.002;
  private static final double STEPS = 254 / Math.log(TypingSample.MAX_SECONDS / LEAST);
  private static final int FLIGHT_FROM_MILLIS = -230;

  private static final float[] SECONDS = new float[256];
  private static final float[] DWELL_LOGS = new float[256];
  private static final float[] FLIGHT_LOGS = new float[256];
  private static final float[] FLIGHT_LOGS_BY_MILLIS = new float[2 * 1024];

  static {
    for (int code = 0; code < 256; code++) {
      double seconds = code == 0 ? 0 : LEAST * Math.exp((code - 1) / STEPS);
      SECONDS[code] = (float) seconds;
      DWELL_LOGS[code] = (float) TypingSample.dwellLog(seconds);
      FLIGHT_LOGS[code] = (float) TypingSample.flightLog(seconds);
    }
    for (int i = 0; i < FLIGHT_LOGS_BY_MILLIS.length; i++) {
      FLIGHT_LOGS_BY_MILLIS[i] = (float) TypingSample.flightLog((i + FLIGHT_FROM_MILLIS) / 1000.0);
    }
  }

  private TimeCode() {}

  static byte of(float seconds) {
    return seconds < LEAST / 2
        ? 0
        : (byte) Math.max(1, Math.min(255, 1 + Math.round(STEPS * Math.log(seconds / LEAST))));
  }

  static float seconds(int code) {
    return SECONDS[code];
  }

  static float dwellLog(int code) {
    return DWELL_LOGS[code];
  }

  static float flightLog(int code) {
    return FLIGHT_LOGS[code];
  }

  /** To the millisecond; longer ones and overlaps out of the ordinary take the long way. */
  static float flightLogOf(float seconds) {
    int index = Math.round(seconds * 1000) - FLIGHT_FROM_MILLIS;
    return index >= 0 && index < FLIGHT_LOGS_BY_MILLIS.length
        ? FLIGHT_LOGS_BY_MILLIS[index]
        : (float) TypingSample.flightLog(seconds);
  }
}
