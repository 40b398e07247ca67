package io.flowshield.ml.context;

/**
 * The fields of a registration form. Lives in request memory only: never stored, never logged.
 *
 * @param username as typed, may equal the address
 * @param emailLocalPart in front of the last @, lower case; empty when the form has no address
 * @param emailDomain behind the last @, lower case
 * @param firstName as typed, may be empty
 * @param lastName as typed, may be empty
 * @param locale BCP 47 tag of the form's language, for example {@code de}
 */
public record RegistrationFacts(
    String username,
    String emailLocalPart,
    String emailDomain,
    String firstName,
    String lastName,
    String locale) {}
