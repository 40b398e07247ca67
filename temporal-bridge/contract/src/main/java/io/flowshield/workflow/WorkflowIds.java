package io.flowshield.workflow;

/** Names that both sides must agree on. */
public final class WorkflowIds {
  /** Task queue of sagas and their light activities. */
  public static final String SAGA_QUEUE = "flowshield-saga";

  /** Task queue of fraud checks, which need the models. */
  public static final String FRAUD_QUEUE = "flowshield-fraud";

  /** Task queue of mail. */
  public static final String MAIL_QUEUE = "flowshield-mail";

  /** Task queue of provisioning. */
  public static final String PROVISIONING_QUEUE = "flowshield-provisioning";

  private WorkflowIds() {}

  /** Workflow id of a user's registration saga. */
  public static String registration(String realmId, String userId) {
    return "flowshield-registration-" + realmId + "-" + userId;
  }

  /** Workflow id of what takes a removed user's account out of the services. */
  public static String deprovisioning(String realmId, String userId) {
    return "flowshield-deprovisioning-" + realmId + "-" + userId;
  }

  /** Workflow id of the watch over a user of whom something is required. */
  public static String adaptive(String realmId, String userId) {
    return "flowshield-adaptive-" + realmId + "-" + userId;
  }
}
