package io.flowshield.example;

import io.flowshield.risk.custom.Attempt;
import io.flowshield.risk.custom.CustomSignal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a login lies outside the user's office hours: 0 within, rising in a straight line to 1 at
 * two hours before or after, 1 on Saturdays and Sundays. The hours are in the user attribute {@code
 * officeHours}, for example {@code 08:00-18:00 Europe/Berlin}; without it, or when it cannot be
 * read, the signal has no value.
 */
public final class OutsideOfficeHours implements CustomSignal {
  private static final String HOURS = "officeHours";
  private static final Pattern FORMAT =
      Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d) (\\S{1,60})");
  private static final double FAR_MINUTES = Duration.ofHours(2).toMinutes();
  private static final int DAY_MINUTES = (int) Duration.ofDays(1).toMinutes();

  @Override
  public String getId() {
    return "outside-office-hours";
  }

  @Override
  public Direction direction() {
    return Direction.RAISES;
  }

  @Override
  public String text(Locale locale) {
    return locale.getLanguage().equals("de")
        ? "Die Anmeldung liegt außerhalb der Bürozeiten der Person."
        : "The sign-in lies outside the user's office hours.";
  }

  @Override
  public Set<String> attributes() {
    return Set.of(HOURS);
  }

  @Override
  public double value(Attempt attempt) {
    Matcher hours = FORMAT.matcher(attempt.attribute(HOURS).strip());
    if (!hours.matches()) {
      return Double.NaN;
    }
    try {
      ZonedDateTime time = attempt.time().atZone(ZoneId.of(hours.group(3)));
      if (time.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0) {
        return 1;
      }
      return outside(
          minute(time.toLocalTime()),
          minute(LocalTime.parse(hours.group(1))),
          minute(LocalTime.parse(hours.group(2))));
    } catch (DateTimeException e) {
      return Double.NaN;
    }
  }

  /** Round the clock, so that hours may span midnight. */
  private static double outside(int now, int from, int to) {
    int open = Math.floorMod(to - from, DAY_MINUTES);
    int since = Math.floorMod(now - from, DAY_MINUTES);
    if (since < open) {
      return 0;
    }
    int distance = Math.min(since - open, DAY_MINUTES - since);
    return Math.min(1, distance / FAR_MINUTES);
  }

  private static int minute(LocalTime time) {
    return time.toSecondOfDay() / 60;
  }
}
