package io.flowshield.ml.context;

/**
 * The application that wants the user signed in.
 *
 * @param clientId its client id
 * @param sensitive true when the administrator marked it so ({@code flowshield.sensitive})
 */
public record ClientFacts(String clientId, boolean sensitive) {}
