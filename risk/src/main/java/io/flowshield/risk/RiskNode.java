package io.flowshield.risk;

import io.flowshield.ml.RiskEngine;
import io.flowshield.risk.alert.ResetMails;
import io.flowshield.risk.alert.SignInAlerts;
import io.flowshield.risk.continuous.SessionWatch;
import io.flowshield.risk.counters.CounterStore;
import io.flowshield.risk.custom.CustomSignals;
import io.flowshield.risk.learning.BurstWatch;
import io.flowshield.risk.learning.ChallengeBudgets;
import io.flowshield.risk.learning.LoginLearner;
import io.flowshield.risk.learning.Losses;
import io.flowshield.risk.learning.Populations;
import io.flowshield.risk.outbox.JpaOutboxWriter;
import io.flowshield.risk.requirement.RequirementChanges;
import io.flowshield.risk.requirement.RiskReports;
import io.flowshield.risk.session.RiskContextFactory;
import io.flowshield.risk.sharedsignals.SharedSignals;
import io.flowshield.risk.signals.SignalMonitor;
import java.time.Clock;

/**
 * What all sessions of a node share. Thread-safe.
 *
 * @param enabled false lets every attempt pass and stores nothing (break-glass)
 * @param engine judges
 * @param custom signals of administrators' own
 * @param contexts makes facts
 * @param counters recent bad events
 * @param populations what is common in each realm
 * @param budgets where challenge budgets put thresholds
 * @param refusals has refusals answered after one time
 * @param learner learns from completed logins
 * @param bursts tells pending registrations of a burst
 * @param alerts tells users of their logins
 * @param resetMails mails links to another password
 * @param sessions looks at running sessions
 * @param sharedSignals takes security events of other parties
 * @param signals counts what signals say
 * @param outbox writes mandatory rows
 * @param requirements sets and lifts what is required of users
 * @param reports tells of risk for users of whom something is required
 * @param losses counts what went wrong
 * @param clock the one clock
 */
public record RiskNode(
    boolean enabled,
    RiskEngine engine,
    CustomSignals custom,
    RiskContextFactory contexts,
    CounterStore counters,
    Populations populations,
    ChallengeBudgets budgets,
    EvenRefusals refusals,
    LoginLearner learner,
    BurstWatch bursts,
    SignInAlerts alerts,
    ResetMails resetMails,
    SessionWatch sessions,
    SharedSignals sharedSignals,
    SignalMonitor signals,
    JpaOutboxWriter outbox,
    RequirementChanges requirements,
    RiskReports reports,
    Losses losses,
    Clock clock) {}
