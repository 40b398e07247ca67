package io.flowshield.training.simulation;

/**
 * What makes one realm different from the next.
 *
 * @param index its number within the simulation
 * @param country where most of its users live
 * @param geo what its server knows of addresses
 * @param users accounts at the start
 * @param days how long it is watched, from an installation that knows nobody
 * @param homeShare share of users at home in that country
 * @param loginsAWeek of one person, median
 * @param loginsSigma deviation of its logarithm
 * @param telemetryShare share of its login pages that carry the capture script
 * @param directGrantShare share of its people whose application signs in by direct grant
 * @param registrationsPerDay honest ones, mean; 0 where the realm has no self-registration
 * @param loginCampaigns attacks on logins, mean number over the whole time
 * @param registrationCampaigns attacks on the registration form, mean number
 * @param protocolShare share of honest logins at which the attackers of Wiefling et al. (TOPS 2022)
 *     try the same account
 * @param protocolHistory longest history at which they try
 * @param heldOut true to let the held-out families and the held-out group in, as evaluation does
 */
record RealmSpec(
    int index,
    Country country,
    GeoDetail geo,
    int users,
    int days,
    double homeShare,
    double loginsAWeek,
    double loginsSigma,
    double telemetryShare,
    double directGrantShare,
    double registrationsPerDay,
    double loginCampaigns,
    double registrationCampaigns,
    double protocolShare,
    int protocolHistory,
    boolean heldOut) {

  /**
   * The service of Wiefling et al. (TOPS 2022): one country, people who sign in from daily to less
   * than monthly, watched for a year; no campaigns, only the protocol's three attackers.
   */
  static RealmSpec nationalService(int users) {
    return new RealmSpec(
        0,
        Country.of("SE"),
        GeoDetail.FULL,
        users,
        365,
        Assumptions.SERVICE_HOME_SHARE,
        Assumptions.SERVICE_LOGINS_A_WEEK,
        Assumptions.SERVICE_LOGINS_A_WEEK_SIGMA,
        0,
        0,
        0,
        0,
        0,
        1,
        12,
        true);
  }

  static RealmSpec draw(int index, boolean heldOut, Dice dice) {
    GeoDetail geo = GeoDetail.values()[dice.weighted(50, 12, 12, 20, 6)];
    // Log-uniform: most realms are small, and small ones are where a model knows least.
    int users = (int) (4 * StrictMath.exp(dice.uniform(0, StrictMath.log(40))));
    int days = dice.between(20, 110);
    return new RealmSpec(
        index,
        Country.byShare(dice),
        geo,
        users,
        days,
        Assumptions.HOME_SHARE,
        Assumptions.LOGINS_A_WEEK,
        Assumptions.LOGINS_A_WEEK_SIGMA,
        dice.chance(Assumptions.REALM_WITHOUT_SCRIPT) ? 0 : 1,
        dice.chance(0.25) ? dice.uniform(0.1, 0.8) : 0,
        dice.chance(0.7) ? Math.min(8, dice.logNormal(2, 1)) : 0,
        8 + users / 3.0,
        6,
        heldOut ? Assumptions.PROTOCOL_SHARE : 0,
        Integer.MAX_VALUE,
        heldOut);
  }
}
