/*
 * Says below a new password and a new address what is weak about them, while they are typed.
 *
 * Asks this server only, and only on forms where a password or an address is chosen, never where
 * somebody signs in. The server answers with sentences in the page's language. Whatever fails here,
 * the form works as if this file were absent. Has no imports and no exports, so that a theme may
 * load it as a plain script or as a module.
 */
(function () {
  "use strict";

  var WAIT_MILLIS = 500;
  var PAUSE_MILLIS = 20000;
  var LONGEST = 256;
  var ENDPOINTS = /^(.*\/realms\/[^/]+)\//;
  var FIELDS = [
    { selector: "#kc-register-form input[name=password]", path: "password-strength", key: "password" },
    { selector: "#kc-passwd-update-form input[name=password-new]", path: "password-strength", key: "password" },
    { selector: "#kc-register-form input[name=email]", path: "email-hint", key: "email" }
  ];
  var CONTEXT = ["username", "email", "firstName", "lastName"];

  var base = ENDPOINTS.exec(location.pathname);
  var off = false;
  var pausedUntil = 0;

  /** The region must be on the page before there is something to say, or nobody hears it. */
  function region(input) {
    var place = document.createElement("div");
    place.id = "flowshield-hints-" + input.id;
    place.className = "flowshield-hints";
    place.setAttribute("aria-live", "polite");
    var group = input.closest(".pf-v5-c-input-group") || input.closest(".pf-v5-c-form-control") || input;
    group.parentNode.insertBefore(place, group.nextSibling);
    var described = input.getAttribute("aria-describedby");
    input.setAttribute("aria-describedby", described ? described + " " + place.id : place.id);
    return place;
  }

  function show(place, answer) {
    var lines = (answer.summary ? [answer.summary] : []).concat(answer.hints || []);
    if (typeof answer.level === "number") {
      place.setAttribute("data-level", String(answer.level));
    } else {
      place.removeAttribute("data-level");
    }
    place.textContent = "";
    lines.forEach(function (line) {
      var paragraph = document.createElement("p");
      paragraph.textContent = line;
      place.appendChild(paragraph);
    });
  }

  function question(input, field) {
    var asked = { locale: document.documentElement.lang || null };
    if (field.key === "password") {
      CONTEXT.forEach(function (name) {
        var other = input.form && input.form.elements[name];
        if (other && typeof other.value === "string") {
          asked[name] = other.value.slice(0, LONGEST);
        }
      });
    }
    asked[field.key] = input.value.slice(0, LONGEST);
    return JSON.stringify(asked);
  }

  function ask(input, field, place, current) {
    fetch(base[1] + "/flowshield/" + field.path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      credentials: "same-origin",
      cache: "no-store",
      body: question(input, field)
    }).then(function (response) {
      if (response.ok) {
        return response.json().then(function (answer) {
          if (current()) {
            show(place, answer);
          }
        });
      }
      if (response.status === 429 || response.status >= 500) {
        pausedUntil = Date.now() + PAUSE_MILLIS;
      } else if (response.status === 404 || response.status === 403) {
        off = true;
      }
      show(place, {});
      return null;
    }).catch(function () {
      pausedUntil = Date.now() + PAUSE_MILLIS;
    });
  }

  function watch(field) {
    var input = document.querySelector(field.selector);
    if (!input || !input.id) {
      return;
    }
    var place = region(input);
    var timer = 0;
    var turn = 0;
    input.addEventListener("input", function () {
      clearTimeout(timer);
      turn += 1;
      var mine = turn;
      if (input.value === "") {
        show(place, {});
        return;
      }
      timer = setTimeout(function () {
        if (!off && Date.now() >= pausedUntil) {
          ask(input, field, place, function () {
            return mine === turn;
          });
        }
      }, WAIT_MILLIS);
    });
  }

  function start() {
    try {
      if (base && window.fetch) {
        FIELDS.forEach(watch);
      }
    } catch (ignored) {
      // the form works without
    }
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
