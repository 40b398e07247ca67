/*
 * What the page says.
 */
export const TEXTS = {
  title: (realm) => "Flow Shield: " + realm,
  signingIn: "Signing in…",
  signIn: "Sign in",
  signInTitle: "Sign in as an administrator",
  signInTo: (realm) => "You sign in at the realm " + realm + ", in a window of its own.",
  signInWaiting: "Sign in in the window that has opened.",
  signInBlocked: "The browser opened no window. Allow windows for this page and press the button again.",
  signInClosed: "The window was closed before you were signed in.",
  signInRefused: (reason) => "Keycloak let nobody in: " + reason,
  signedIn: (name, realm) => "Signed in as " + name + " of the realm " + realm,
  signedOut: "You are signed out, here and in Keycloak's admin console.",
  forgotten: "This page has forgotten you. Keycloak could not be told: sign out in its admin console too.",
  signOut: "Sign out",
  otherRealm: (realm) => "I administrate from the realm " + realm,
  wrongRealm: (realms) => "A realm is administrated from itself or from the master realm: admin is one of " + realms + ".",
  wrongAddress: "Keycloak's administration has another address. Open this page there: ",
  insecure: "The browser signs in over HTTPS only (or on this machine itself).",

  loading: "Loading…",
  reload: "Load again",
  unreachable: "Keycloak does not answer, or is in trouble.",
  busy: "Asked too often. Wait a minute, then load again.",
  absent: "Flow Shield is bypassed on this server, or the realm is gone.",
  role: (roles, realm, master) =>
    "It takes the role " + roles.join(" or ") + " of the client "
      + (realm === master ? "" : "realm-management in the realm " + realm + ", or of the client ")
      + realm + "-realm in the realm " + master + ".",
  forbidden: (roles, realm, master) => "You are signed in, and may not see this. " + TEXTS.role(roles, realm, master),
  unexpected: "The answer is not what was expected. Load the page again.",

  flows: {
    name: "Flow linter",
    intro: "What in the realm's flows and settings leaves a door open, worst first. Nothing is changed here.",
    none: "Nothing was found.",
    found: (count, by) => (count === 1 ? "One finding" : count + " findings") + ": " + by + ".",
    severity: { ERROR: "Error", WARNING: "Warning", INFO: "Note" },
    place: "Where",
    fix: "What to do",
    openFlows: "Open the realm's flows",
    openRequiredActions: "Open the required actions",
    openEvents: "Open the settings of events",
    openDefenses: "Open the security defenses",
    openProviders: "Open the identity providers",
    openSettings: "Go to the settings"
  },

  signals: {
    name: "Signal health",
    intro: "What each signal said at the realm's attempts of the last seven days.",
    atLeast: "Attempts from which on a signal is judged",
    apply: "Apply",
    none: "There are no signals.",
    tooFew: "Too few attempts to judge any signal.",
    nothingDead: "No signal is dead.",
    dead: (count) => (count === 1 ? "One signal is" : count + " signals are") + " dead.",
    door: { login: "Logins", registration: "Registrations" },
    columns: ["Signal", "State", "Judged", "Without a value", "Fired", "Failed", "Lowest to highest"],
    state: {
      OK: "Speaks",
      TOO_FEW: "Too few attempts",
      FAILING: "Failing",
      SILENT: "Silent",
      CONSTANT: "Always the same",
      NEVER_FIRES: "Never fires"
    },
    means: {
      FAILING: "It throws exceptions.",
      SILENT: "It never had a value.",
      CONSTANT: "Its value is always the same.",
      NEVER_FIRES: "It never counted against anybody."
    }
  },

  settings: {
    name: "Settings",
    intro: "The realm's settings. An empty field means the default. What is saved counts from the next request on.",
    none: "There are no settings.",
    find: "Find a setting",
    other: "General",
    default: (value) => "Default: " + value,
    noDefault: "Default: none",
    takeDefault: (value) => (value === null || value === "" ? "Default" : "Default (" + value + ")"),
    on: "On",
    off: "Off",
    between: (least, most) => "From " + least + " to " + most,
    atLeast: (least) => "At least " + least,
    atMost: (most) => "At most " + most,
    oneOf: (words) => "One of " + words.join(", "),
    anyOf: (words) => "Any of " + words.join(", "),
    invalid: "What is set here makes no sense, so the default counts.",
    save: "Save",
    unchanged: "Nothing was changed, so nothing was sent.",
    saving: "Saving…",
    saved: (names) => "Saved: " + names.join(", ") + ".",
    refused: (count) => "Nothing was saved: " + (count === 1 ? "one setting is" : count + " settings are") + " not valid.",
    stale: "Nothing was saved: somebody else has changed settings since this page read them.",
    keep: "Load their changes and keep what I typed",
    kept: "Loaded again. What you typed is kept and not saved yet.",
    readOnly: (realm, master) =>
      "Nothing was saved: you may read the settings and not change them. " + TEXTS.role(["manage-realm"], realm, master),
    notSaved: "Nothing was saved. "
  }
};
