package io.flowshield.ml.context;

/**
 * Recent events, counted over sliding windows that end at the request.
 *
 * @param userFailures failed logins on this account, last 15 minutes
 * @param networkFailures failed logins from this address, last 15 minutes
 * @param networkUsersTried distinct accounts that failed from this address, last hour (password
 *     spraying)
 * @param userNetworks distinct addresses that failed on this account, last hour
 * @param networkRegistrations registrations from this address prefix, last hour, this one included
 * @param realmFailures failed logins in the realm, last 5 minutes
 * @param realmRegistrations registrations in the realm, last 10 minutes, this one included
 * @param userPrefixes distinct address prefixes from which this account was used or tried, last 24
 *     hours, this attempt's included
 * @param userCredentialChanges credentials and addresses of this account that were set, changed or
 *     removed, last 24 hours
 * @param userSessions sessions of this account that began in the last 12 hours and were not ended
 * @param userFailuresHere those of {@code userFailures} that came from this address prefix
 * @param userPrefixesUsed those of {@code userPrefixes} from which a login was completed, this
 *     attempt's included
 */
public record Counters(
    int userFailures,
    int networkFailures,
    int networkUsersTried,
    int userNetworks,
    int networkRegistrations,
    int realmFailures,
    int realmRegistrations,
    int userPrefixes,
    int userCredentialChanges,
    int userSessions,
    int userFailuresHere,
    int userPrefixesUsed) {

  /** Nothing bad was seen. */
  public static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0, 0);

  /** Nobody tried the account from anywhere else. */
  public Counters(
      int userFailures,
      int networkFailures,
      int networkUsersTried,
      int userNetworks,
      int networkRegistrations,
      int realmFailures,
      int realmRegistrations,
      int userPrefixes,
      int userCredentialChanges,
      int userSessions) {
    this(
        userFailures,
        networkFailures,
        networkUsersTried,
        userNetworks,
        networkRegistrations,
        realmFailures,
        realmRegistrations,
        userPrefixes,
        userCredentialChanges,
        userSessions,
        userFailures,
        userPrefixes);
  }

  /** Bad events only: the account was not used otherwise. */
  public Counters(
      int userFailures,
      int networkFailures,
      int networkUsersTried,
      int userNetworks,
      int networkRegistrations,
      int realmFailures,
      int realmRegistrations) {
    this(
        userFailures,
        networkFailures,
        networkUsersTried,
        userNetworks,
        networkRegistrations,
        realmFailures,
        realmRegistrations,
        0,
        0,
        0);
  }
}
