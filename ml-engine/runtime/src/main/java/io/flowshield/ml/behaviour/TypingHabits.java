package io.flowshield.ml.behaviour;

import io.flowshield.ml.request.UserAgent.DeviceClass;
import io.flowshield.ml.telemetry.Telemetry;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a user types the password, on each class of device: hands do other things on glass than on
 * keys. At most one baseline for each of desktop, mobile, tablet and unknown; programs have none.
 *
 * @param baselines by class of device
 */
public record TypingHabits(Map<DeviceClass, TypingBaseline> baselines) {
  /** Nothing was learnt. */
  public static final TypingHabits NONE = new TypingHabits(Map.of());

  /** The form's field that is compared. */
  private static final String FIELD = "password";

  public TypingHabits {
    baselines = Collections.unmodifiableMap(new TreeMap<>(baselines));
  }

  /** How the password was typed; null when it was not, or not in a way that tells a person. */
  public static @Nullable TypingSample typed(Telemetry telemetry) {
    if (telemetry.status() == Telemetry.Status.PRESENT) {
      for (Telemetry.Field field : telemetry.fields()) {
        if (field.name().equals(FIELD)) {
          return TypingSample.of(field);
        }
      }
    }
    return null;
  }

  /** What is known of typings like this one; null when nothing can be compared with it. */
  public @Nullable TypingBaseline like(TypingSample sample, DeviceClass device) {
    TypingBaseline baseline = baselines.get(device);
    return baseline == null || baseline.strokes() != sample.strokes() ? null : baseline;
  }

  /** The habits after one more completed login. */
  public TypingHabits learn(TypingSample sample, DeviceClass device) {
    if (device == DeviceClass.AUTOMATION) {
      return this;
    }
    TypingBaseline known = baselines.get(device);
    Map<DeviceClass, TypingBaseline> next = new TreeMap<>(baselines);
    next.put(device, known == null ? TypingBaseline.first(sample) : known.learn(sample));
    return new TypingHabits(next);
  }
}
