package io.flowshield.worker.connector;

import io.flowshield.worker.http.JsonHttp.Answer;
import io.flowshield.workflow.FailureTypes;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;

/** Which answers of a service are worth another attempt. Texts hold no personal data. */
final class ServiceFailures {
  private ServiceFailures() {}

  static ApplicationFailure of(String service, Answer answer) {
    String message = service + ": HTTP " + answer.status();
    // A redirect is a wrong address in the settings: the operator's to mend.
    if (answer.mayPass() || answer.status() / 100 == 3) {
      return ApplicationFailure.newFailure(message, FailureTypes.SERVICE_UNAVAILABLE);
    }
    return ApplicationFailure.newNonRetryableFailure(message, FailureTypes.SERVICE_REFUSED);
  }

  static ApplicationFailure unavailable(String service, IOException cause) {
    return ApplicationFailure.newFailure(
        service + ": no answer (" + cause.getClass().getSimpleName() + ")",
        FailureTypes.SERVICE_UNAVAILABLE);
  }
}
