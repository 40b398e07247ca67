/*
 * The view of how the signals do.
 */
import { element, say } from "./elements.js";
import { TEXTS } from "./texts.js";

const T = TEXTS.signals;
const DEAD = ["SILENT", "FAILING"];
const USUAL = 100;
const MOST = 1000000;
let atLeast = USUAL;

function percent(rate) {
  return typeof rate === "number" ? (100 * rate).toLocaleString("en", { maximumFractionDigits: 1 }) + " %" : "–";
}

function number(value) {
  return typeof value === "number" ? value.toLocaleString("en", { maximumSignificantDigits: 4 }) : "–";
}

function door(signal) {
  return Object.hasOwn(T.door, signal.schema) ? T.door[signal.schema] : String(signal.schema);
}

function state(signal) {
  return Object.hasOwn(T.state, signal.state) ? T.state[signal.state] : String(signal.state);
}

function row(signal) {
  const faulty = DEAD.includes(signal.state);
  return element(
    "tr",
    { "data-signal": String(signal.signal), "data-state": String(signal.state) },
    element("th", { scope: "row" }, element("code", {}, String(signal.signal))),
    element("td", {}, element("span", { class: faulty ? "badge" : undefined }, state(signal))),
    element("td", { class: "number" }, number(signal.assessed)),
    element("td", { class: "number" }, percent(signal.missingRate)),
    element("td", { class: "number" }, percent(signal.fireRate)),
    element("td", { class: "number" }, percent(signal.failedRate)),
    element("td", { class: "number" }, signal.low === null ? "–" : number(signal.low) + " to " + number(signal.high))
  );
}

/** A region that scrolls must be reachable by keyboard. */
function table(title, signals) {
  return element(
    "div",
    { class: "scrolls", role: "region", "aria-label": title, tabindex: "0" },
    element(
      "table",
      {},
      element("caption", {}, title),
      element("thead", {}, element("tr", {}, ...T.columns.map((column) => element("th", { scope: "col" }, column)))),
      element("tbody", {}, ...signals.map(row))
    )
  );
}

function dead(signals) {
  return element(
    "ul",
    { class: "cards", id: "dead" },
    ...signals.map((signal) =>
      element(
        "li",
        { class: "card", "data-severity": signal.state === "FAILING" ? "ERROR" : "WARNING", "data-signal": String(signal.signal) },
        element("h4", {}, element("span", { class: "badge" }, state(signal)), " " + door(signal) + ": ", element("code", {}, String(signal.signal))),
        element("p", {}, T.means[signal.state] + (signal.why ? " " + signal.why : ""))
      )
    )
  );
}

function judgedFrom(tools) {
  const input = element("input", {
    id: "at-least", type: "number", min: "1", max: String(MOST), step: "1", value: String(atLeast), required: true
  });
  const form = element(
    "form",
    { class: "inline" },
    element("label", { for: "at-least" }, T.atLeast),
    input,
    element("button", { type: "submit" }, T.apply)
  );
  // The page's policy lets no form go anywhere.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    atLeast = Math.max(1, Math.min(MOST, Math.round(Number(input.value)) || USUAL));
    tools.reload("#at-least");
  });
  return form;
}

/** The view, as main.js wants it. */
export const SIGNALS = {
  id: "signals",
  texts: T,
  roles: ["view-users", "view-events"],
  ask: (rest) => rest("GET", "/flowshield/signals?atLeast=" + atLeast),

  draw(body, signals, tools) {
    body.append(judgedFrom(tools));
    if (signals.length === 0) {
      body.append(element("p", { class: "empty" }, T.none));
      say(T.none);
      return;
    }
    const faulty = signals.filter((signal) => DEAD.includes(signal.state));
    const unknown = signals.every((signal) => signal.state === "TOO_FEW");
    const verdict = unknown ? T.tooFew : faulty.length === 0 ? T.nothingDead : T.dead(faulty.length);
    body.append(element("h3", {}, verdict));
    if (faulty.length > 0) {
      body.append(dead(faulty));
    }
    const doors = new Map();
    signals.forEach((signal) => doors.set(signal.schema, [...(doors.get(signal.schema) || []), signal]));
    doors.forEach((ofDoor) => body.append(element("h3", {}, door(ofDoor[0])), table(door(ofDoor[0]), ofDoor)));
    say(verdict);
  }
};
