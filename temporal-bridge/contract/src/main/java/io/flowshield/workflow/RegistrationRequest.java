package io.flowshield.workflow;

/**
 * What a registration saga starts from: ids and numbers, no profile data.
 *
 * @param realmId Keycloak's realm id
 * @param realm its name, as it stands in URLs
 * @param userId the account in question
 * @param decisionId the decision taken at the form
 * @param score in [0, 1]
 * @param level LOW, MEDIUM or HIGH
 * @param action ALLOW, CHALLENGE (verify), REVIEW
 * @param modelVersion for example {@code registration/1}
 * @param locale BCP 47 tag for mails
 * @param sequence of the outbox row that started the saga
 * @param limits the realm's settings at that time
 */
public record RegistrationRequest(
    String realmId,
    String realm,
    String userId,
    String decisionId,
    double score,
    String level,
    String action,
    String modelVersion,
    String locale,
    long sequence,
    SagaLimits limits) {}
