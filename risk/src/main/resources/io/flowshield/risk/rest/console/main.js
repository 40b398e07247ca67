/*
 * The administrators' page of one realm: who sits there, and which view is shown.
 */
import { button, element, outside, say } from "./elements.js";
import { LINTER } from "./linter.js";
import { createRest } from "./rest.js";
import { createSession } from "./session.js";
import { SETTINGS } from "./settings.js";
import { SIGNALS } from "./signals.js";
import { TEXTS } from "./texts.js";

const VIEWS = [LINTER, SIGNALS, SETTINGS];
const { realm, master, frontend, admin } = document.documentElement.dataset;
const server = { frontend: withSlash(frontend), admin: withSlash(admin) };

const content = document.getElementById("content");
const who = document.getElementById("who");
const nav = document.getElementById("views");

let session = null;
let rest = null;

function withSlash(address) {
  return address.endsWith("/") ? address : address + "/";
}

/** The realms whose administrators may be asked for; null when the address asks for another. */
function adminRealms() {
  const asked = new URLSearchParams(location.search).get("admin");
  const possible = realm === master ? [realm] : [realm, master];
  if (asked === null) {
    return possible;
  }
  return possible.includes(asked) ? [asked] : null;
}

/** A page of Keycloak's own console, about this realm. */
function consolePage(path) {
  return server.admin + "admin/" + encodeURIComponent(session.realm) + "/console/#/" + encodeURIComponent(realm) + "/" + path;
}

function trouble(kind, view) {
  if (kind === "forbidden") {
    return TEXTS.forbidden(view.roles, realm, master);
  }
  return TEXTS[kind] || TEXTS.unexpected;
}

function failureText(failure) {
  const known = {
    blocked: TEXTS.signInBlocked,
    closed: TEXTS.signInClosed,
    unreachable: TEXTS.unreachable,
    answer: TEXTS.unexpected
  };
  return known[failure.code] || TEXTS.signInRefused(failure.code || String(failure));
}

function stop(text, ...more) {
  content.replaceChildren(element("p", { class: "trouble" }, text, ...more));
  say("");
}

/** A heading takes the focus, so that keyboard and screen reader begin there. */
function focus(selector) {
  const place = content.querySelector(selector);
  if (place) {
    place.focus();
  }
}

function wanted() {
  return VIEWS.find((view) => "#" + view.id === location.hash) || VIEWS[0];
}

function section(view) {
  const made = element(
    "section",
    { id: "view-" + view.id, "aria-labelledby": "title-" + view.id, hidden: true },
    element("h2", { id: "title-" + view.id, tabindex: "-1" }, view.texts.name),
    element("p", { class: "intro" }, view.texts.intro),
    button(TEXTS.reload, () => load(view, "#title-" + view.id), { class: "reload" }),
    element("div", { class: "body" })
  );
  return made;
}

function tools(view) {
  return {
    rest: rest,
    realm: realm,
    master: master,
    console: consolePage,
    trouble: (kind) => trouble(kind, view),
    reload: (then) => load(view, then),
    redraw: (answer, then) => draw(view, answer, then)
  };
}

function bodyOf(view) {
  return content.querySelector("#view-" + view.id + " .body");
}

function draw(view, answer, then) {
  const body = bodyOf(view);
  body.replaceChildren();
  try {
    view.draw(body, answer, tools(view));
  } catch (failure) {
    // An answer of another shape than this page knows: of an older or newer pack behind the same address.
    body.replaceChildren(element("p", { class: "trouble" }, TEXTS.unexpected));
    say(TEXTS.unexpected);
  }
  if (then) {
    focus(then);
  }
}

async function load(view, then) {
  const asking = rest;
  const body = bodyOf(view);
  body.setAttribute("aria-busy", "true");
  say(TEXTS.loading);
  const answer = await view.ask(rest);
  if (asking !== rest) {
    // Somebody signed out meanwhile.
    return;
  }
  body.removeAttribute("aria-busy");
  body.dataset.loaded = "";
  if (answer.kind === "ok") {
    draw(view, answer.body, then);
  } else if (answer.kind === "signedOut") {
    askToSignIn(session.realm, "");
  } else {
    body.replaceChildren(element("p", { class: "trouble", "data-kind": answer.kind }, trouble(answer.kind, view)));
    say(trouble(answer.kind, view));
  }
}

function show(view, move) {
  VIEWS.forEach((other) => {
    const here = other === view;
    content.querySelector("#view-" + other.id).hidden = !here;
    const link = nav.querySelector("[href='#" + other.id + "']");
    if (here) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  });
  const heading = move ? "#title-" + view.id : null;
  if (heading) {
    focus(heading);
  }
  if ("loaded" in bodyOf(view).dataset) {
    say("");
  } else {
    load(view);
  }
}

/** Texts that the realm's administrators wrote are text here, whatever is in them. */
async function nameRealm() {
  const asking = rest;
  const answer = await rest("GET", "");
  if (asking === rest && answer.kind === "ok" && answer.body && answer.body.displayName) {
    const title = TEXTS.title(answer.body.displayName + " (" + realm + ")");
    document.getElementById("title").textContent = title;
    document.title = title;
  }
}

function otherRealmLink(here) {
  const other = here === realm ? master : realm;
  return other === here
    ? null
    : element("a", { id: "other-realm", href: "?admin=" + encodeURIComponent(other) + location.hash }, TEXTS.otherRealm(other));
}

function enter(entered) {
  session = entered;
  rest = createRest(session, server.admin + "admin/realms/" + encodeURIComponent(realm));
  who.replaceChildren(
    element("span", {}, TEXTS.signedIn(session.name(), session.realm)),
    " ",
    button(TEXTS.signOut, signOut, { id: "sign-out" }),
    " ",
    ...[otherRealmLink(session.realm)].filter(Boolean)
  );
  who.hidden = false;
  content.replaceChildren(...VIEWS.map(section));
  nav.replaceChildren(
    element("ul", {}, ...VIEWS.map((view) => element("li", {}, element("a", { href: "#" + view.id }, view.texts.name)))));
  nav.hidden = false;
  nameRealm();
  show(wanted(), false);
}

function leave() {
  session = null;
  rest = null;
  who.hidden = true;
  nav.hidden = true;
  who.replaceChildren();
  content.replaceChildren();
  document.getElementById("title").textContent = TEXTS.title(realm);
  document.title = TEXTS.title(realm);
}

async function signOut() {
  const gone = session;
  leave();
  const text = await gone.signOut().then(() => TEXTS.signedOut, () => TEXTS.forgotten);
  askToSignIn(gone.realm, text);
}

function askToSignIn(at, text) {
  leave();
  const fresh = createSession(server, at);
  content.replaceChildren(
    element(
      "section",
      { "aria-labelledby": "title-sign-in" },
      element("h2", { id: "title-sign-in", tabindex: "-1" }, TEXTS.signInTitle),
      element("p", {}, TEXTS.signInTo(at)),
      element("p", {}, button(TEXTS.signIn, () => {
        say(TEXTS.signInWaiting);
        fresh.inWindow().then(() => {
          enter(fresh);
          focus("#title-" + wanted().id);
        }, (failure) => say(failureText(failure)));
      }, { id: "sign-in" })),
      element("p", {}, otherRealmLink(at) || "")
    )
  );
  focus("#title-sign-in");
  say(text);
}

/** Whoever is signed in at Keycloak already is asked nothing. */
async function start() {
  const realms = adminRealms();
  if (!realms) {
    stop(TEXTS.wrongRealm([...new Set([realm, master])].join(", ")));
    return;
  }
  if (location.origin !== new URL(server.admin).origin) {
    const there = server.admin + "realms/" + encodeURIComponent(realm) + "/flowshield/console";
    stop(TEXTS.wrongAddress, outside(there, there));
    return;
  }
  if (!window.isSecureContext) {
    stop(TEXTS.insecure);
    return;
  }
  say(TEXTS.signingIn);
  let text = "";
  for (const one of realms) {
    const candidate = createSession(server, one);
    try {
      await candidate.silently();
      enter(candidate);
      return;
    } catch (failure) {
      // Nobody is signed in there, or something has to be asked: that takes a window.
      const quiet = ["login_required", "interaction_required", "account_selection_required", "consent_required"];
      text = text || (quiet.includes(failure.code) ? "" : failureText(failure));
    }
  }
  askToSignIn(realms[0], text);
}

window.addEventListener("hashchange", () => {
  if (rest) {
    show(wanted(), true);
  }
});
window.addEventListener("beforeunload", (event) => {
  if (SETTINGS.unsaved()) {
    event.preventDefault();
  }
});

start();
