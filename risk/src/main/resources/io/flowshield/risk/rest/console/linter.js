/*
 * The view of what the linter of flows found.
 */
import { element, outside, say } from "./elements.js";
import { TEXTS } from "./texts.js";

const T = TEXTS.flows;
const SEVERITIES = ["ERROR", "WARNING", "INFO"];
/** Where something is put right that is not a flow; null where no page of Keycloak's does it. */
const ELSEWHERE = {
  PENDING_ACTION_OFF: ["authentication/required-actions", T.openRequiredActions],
  LISTENER_MISSING: ["realm-settings/events", T.openEvents],
  EVENTS_OFF: ["realm-settings/events", T.openEvents],
  BRUTE_FORCE_OFF: ["realm-settings/security-defenses", T.openDefenses],
  BROKER_NOT_JUDGED: ["identity-providers", T.openProviders],
  REPORT_ONLY: ["#settings", T.openSettings],
  MEDIUM_EMPTY: ["#settings", T.openSettings],
  SETTING_INVALID: ["#settings", T.openSettings],
  MODEL_MISSING: null,
  PROXY_HEADERS_IGNORED: null,
  PROXY_HEADERS_OF_ANYBODY: null
};

function link(code, tools) {
  const place = code in ELSEWHERE ? ELSEWHERE[code] : ["authentication", T.openFlows];
  if (!place) {
    return null;
  }
  return place[0].startsWith("#")
    ? element("a", { href: place[0] }, place[1])
    : outside(tools.console(place[0]), place[1]);
}

function finding(found, tools) {
  const severity = SEVERITIES.includes(found.severity) ? found.severity : "INFO";
  const where = link(found.code, tools);
  return element(
    "li",
    { class: "card", "data-severity": severity, "data-code": String(found.code) },
    element("h3", {}, element("span", { class: "badge" }, T.severity[severity]), " ", String(found.text)),
    element(
      "dl",
      {},
      element("dt", {}, T.place),
      element("dd", { class: "place" }, String(found.place)),
      element("dt", {}, T.fix),
      element("dd", { class: "fix" }, String(found.fix))
    ),
    element("p", { class: "foot" }, element("code", {}, String(found.code)), where ? " " : null, where)
  );
}

/** The view, as main.js wants it. */
export const LINTER = {
  id: "flows",
  texts: T,
  roles: ["view-realm"],
  ask: (rest) => rest("GET", "/flowshield/lint"),

  draw(body, answer, tools) {
    const findings = answer.findings;
    if (findings.length === 0) {
      body.append(element("p", { class: "empty" }, T.none));
      say(T.none);
      return;
    }
    const counts = SEVERITIES.map((severity) => [severity, findings.filter((found) => found.severity === severity).length])
      .filter(([, count]) => count > 0)
      .map(([severity, count]) => T.severity[severity] + " " + count);
    body.append(element("ul", { class: "cards" }, ...findings.map((found) => finding(found, tools))));
    say(T.found(findings.length, counts.join(", ")));
  }
};
