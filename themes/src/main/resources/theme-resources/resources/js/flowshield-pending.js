/*
 * Keeps the waiting page up to date. Without it the page loads itself again and has a button.
 */
import { followRegistration } from "./flowshield-client.js";

const PLACES = {
  FRAUD_CHECK: 0, ACCOUNT: 0, AWAITING_EMAIL: 1, PROVISIONING: 2, FINALISING: 3, FINALISED: 4
};

function byId(id) {
  return document.getElementById(id);
}

function show(element, visible) {
  if (element) {
    element.hidden = !visible;
  }
}

/** Writes only what changed, so that a screen reader does not repeat the rest. */
function say(element, text) {
  if (element && text && element.textContent !== text) {
    element.textContent = text;
  }
}

function showProgress(list, phase) {
  const place = PLACES[phase];
  show(list, place !== undefined);
  if (!list || place === undefined) {
    return;
  }
  Array.from(list.children).forEach((step, index) => {
    const state = index < place ? "done" : index === place ? "current" : "todo";
    step.setAttribute("data-state", state);
    if (state === "current") {
      step.setAttribute("aria-current", "step");
    } else {
      step.removeAttribute("aria-current");
    }
    say(step.querySelector(".flowshield-step-state"), list.getAttribute("data-" + state));
  });
}

function showState(page, state) {
  const withdrawn = state.phase === "COMPENSATING" || state.phase === "COMPENSATED";
  page.setAttribute("data-phase", state.phase);
  say(byId("flowshield-reason"), state.reasonMessage);
  show(byId("flowshield-reason"), Boolean(state.reason && byId("flowshield-reason").textContent));
  show(byId("flowshield-mail"), state.phase === "AWAITING_EMAIL");
  showProgress(byId("flowshield-progress"), state.phase);
  show(byId("flowshield-intro"), !state.final && !withdrawn);
  if (withdrawn) {
    say(byId("flowshield-title"), page.getAttribute("data-title-withdrawn"));
  }
  if (state.phase === "COMPENSATED") {
    show(byId("flowshield-continue"), false);
    show(byId("flowshield-again"), true);
  }
  if (state.phase === "FINALISED") {
    say(byId("flowshield-title"), page.getAttribute("data-title-ready"));
  }
  say(byId("flowshield-message"), state.message);
  if (state.phase === "FINALISED") {
    // The login goes on where it was held.
    byId("flowshield-continue").submit();
  }
}

const page = byId("flowshield-pending");
const url = page ? page.getAttribute("data-status-url") : "";
if (url && page.getAttribute("data-phase") !== "COMPENSATED") {
  followRegistration(url, {
    onState: (state) => showState(page, state),
    onTrouble: () => say(byId("flowshield-message"), page.getAttribute("data-offline"))
  });
}
