package io.flowshield.worker.connector;

import io.flowshield.worker.http.JsonHttp.Answer;
import io.flowshield.workflow.FailureTypes;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;

/** Which answers of a service are worth another attempt. Texts hold no personal data. */
final class ServiceFailures {
  private ServiceFailures() {}

  static ApplicationFailure of(String service, Answer answer) {
    // A redirect is a wrong address in the settings: the operator's to mend.
    if (answer.mayPass() || answer.status() / 100 == 3) {
      return unavailable(service, "HTTP " + answer.status());
    }
    return ApplicationFailure.newNonRetryableFailure(
        service + ": HTTP " + answer.status(), FailureTypes.SERVICE_REFUSED);
  }

  static ApplicationFailure unavailable(String service, IOException cause) {
    return unavailable(service, "no answer (" + cause.getClass().getSimpleName() + ")");
  }

  static ApplicationFailure unavailable(String service, String what) {
    return ApplicationFailure.newFailure(service + ": " + what, FailureTypes.SERVICE_UNAVAILABLE);
  }
}
