package io.flowshield.ml.signal;

import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.request.UserAgent.DeviceClass;

/**
 * Whether a program sends the form: 1 when the user agent names one or the browser says that it is
 * driven ({@code navigator.webdriver}), 0.5 when the user agent is missing or unknown, else 0.
 * Missing at a direct grant, which is made for programs.
 *
 * <p>Rule: 2.5 and 0.8.
 *
 * <p>Inputs: door, request.userAgent, telemetry.scripted.
 *
 * <p>Source: W3C WebDriver, section 4, for {@code navigator.webdriver}; ua-parser for the names of
 * programs; the weights are ours.
 */
public final class AutomatedClient implements Signal {

  @Override
  public String code() {
    return "AUTOMATED_CLIENT";
  }

  @Override
  public float value(RiskContext context) {
    if (context.door() == Door.DIRECT_GRANT) {
      return Float.NaN;
    }
    DeviceClass device = context.request().userAgent().deviceClass();
    if (device == DeviceClass.AUTOMATION || context.telemetry().scripted()) {
      return 1;
    }
    return device == DeviceClass.UNKNOWN ? 0.5f : 0;
  }

  @Override
  public double logOdds(float value) {
    if (value >= 1) {
      return 2.5;
    }
    return value > 0 ? 0.8 : 0;
  }
}
