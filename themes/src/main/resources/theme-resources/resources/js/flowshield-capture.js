/*
 * Notes how a sign-in or registration form is filled in, and sends it along in one hidden field.
 *
 * It holds when keys went down and up, never which. Nothing is stored, and nothing is sent but with the
 * form itself, and only where the realm says so and the person who used this browser last has not
 * chosen otherwise. Whatever fails here, the form works as if this file were absent: each handler is
 * guarded, and none stops an event.
 *
 * Version 2 of the field "flowshield_telemetry":
 *   {"v":2, "t":<ms on page>, "w":<1 when the browser says a program drives it>, "p":[<moves>,<px>],
 *    "r":<ms to the server and back, left out when the browser does not tell>,
 *    "f":[{"n":<field>, "k":[[<flight ms>,<dwell ms>],...], "pa":<pastes>, "af":<0|1 autofilled>, "c":<corrections>}]}
 */
(function () {
  "use strict";

  var FIELD = "flowshield_telemetry";
  var MAX_BYTES = 8192;
  var MAX_FIELDS = 8;
  var MAX_STROKES = 200;
  var MAX_FLIGHT_MILLIS = 60000;
  var MAX_DWELL_MILLIS = 10000;
  var NAME = /^[A-Za-z0-9_.\-]{1,64}$/;
  var POINTER_EVERY_MILLIS = 100;
  var TYPES = ["text", "password", "email", "tel", "url", "search", "number"];

  var CHOICE = /(?:^|;\s*)FLOWSHIELD_CAPTURE=(on|off)(?:;|$)/;

  /** Whose behaviour the realm looks at: "on", "consent" or "off"; "" until it has answered. */
  var setting = "";

  /** Asks the realm, whose address the page's own begins with. */
  function ask() {
    var realm = /^.*\/realms\/[^/]+\//.exec(location.pathname);
    if (!realm) {
      return;
    }
    var request = new XMLHttpRequest();
    request.open("GET", realm[0] + "flowshield/capture");
    request.onload = guarded(function () {
      setting = request.status === 200 ? JSON.parse(request.responseText).capture : "";
    });
    request.send();
  }

  /** Whether anything may be sent: what this browser's person chose, else what the realm says. */
  function maySend() {
    var choice = CHOICE.exec(document.cookie);
    return setting === "on" ? !choice || choice[1] === "on"
      : setting === "consent" && Boolean(choice) && choice[1] === "on";
  }

  function now() {
    return window.performance && performance.now ? performance.now() : Date.now();
  }

  function clamp(value, limit) {
    return Math.max(0, Math.min(limit, Math.round(value)));
  }

  /**
   * Milliseconds to the server and back: the shortest of the handshakes of this page's connections and
   * of the answers that this server gave to it; 0 when the browser does not tell. Asks nobody.
   */
  function roundTrip() {
    var shortest = 0;
    try {
      performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
        .forEach(function (entry) {
          if (entry.name.indexOf(location.origin + "/") !== 0) {
            return;
          }
          // With TLS, the TCP handshake ends where TLS begins. A connection used again shows none.
          var handshake = (entry.secureConnectionStart || entry.connectEnd) - entry.connectStart;
          var answer = entry.transferSize > 0 ? entry.responseStart - entry.requestStart : 0;
          [handshake, answer].forEach(function (millis) {
            if (millis > 0 && (shortest === 0 || millis < shortest)) {
              shortest = millis;
            }
          });
        });
    } catch (ignored) {
      return 0;
    }
    return Math.round(shortest * 10) / 10;
  }

  /** A handler whose failure nobody notices. */
  function guarded(handler) {
    return function (event) {
      try {
        handler(event);
      } catch (ignored) {
        // The form matters more than what we would learn from it.
      }
    };
  }

  function isTyped(element) {
    return Boolean(
      element && element.tagName === "INPUT" && NAME.test(element.name) && element.name !== FIELD &&
      TYPES.indexOf(element.type) >= 0
    );
  }

  function isWatched(form) {
    return Boolean(
      form.querySelector("input[name='password'],input[name='username'],input[name='email']") &&
      !form.querySelector("input[name='password-new']")
    );
  }

  function Recorder(form) {
    this.form = form;
    this.started = now();
    this.fields = [];
    this.moves = 0;
    this.distance = 0;
    this.pointer = null;
    this.pointerAt = 0;
  }

  /** What is known of an input; null for one too many. */
  Recorder.prototype.of = function (element) {
    for (var i = 0; i < this.fields.length; i++) {
      if (this.fields[i].name === element.name) {
        return this.fields[i];
      }
    }
    if (this.fields.length >= MAX_FIELDS) {
      return null;
    }
    var field = {
      name: element.name, strokes: [], down: {}, lastDown: 0, expected: 0,
      pastes: 0, autofilled: 0, corrections: 0, untold: false
    };
    this.fields.push(field);
    return field;
  };

  Recorder.prototype.focus = function (event) {
    if (isTyped(event.target)) {
      this.of(event.target);
    }
  };

  Recorder.prototype.keyDown = function (event) {
    if (!isTyped(event.target) || event.repeat || event.ctrlKey || event.metaKey) {
      return;
    }
    var key = event.key || "";
    var erases = key === "Backspace" || key === "Delete";
    // Screen keyboards do not tell the key.
    var untold = key === "" || key === "Unidentified" || key === "Process";
    if (!erases && !untold && Array.from(key).length !== 1) {
      return;
    }
    var field = this.of(event.target);
    if (!field) {
      return;
    }
    var at = now();
    field.expected = at;
    field.untold = untold;
    if (erases) {
      field.corrections++;
    }
    if (field.strokes.length < MAX_STROKES) {
      var stroke = [field.lastDown ? clamp(at - field.lastDown, MAX_FLIGHT_MILLIS) : 0, 0];
      field.strokes.push(stroke);
      // The key's place on the board pairs press and release, and is forgotten at the release.
      field.down[event.code || "?"] = { stroke: stroke, at: at };
    }
    field.lastDown = at;
  };

  Recorder.prototype.keyUp = function (event) {
    // A release belongs to the field of its press, wherever the focus went meanwhile.
    var code = event.code || "?";
    for (var i = 0; i < this.fields.length; i++) {
      var pressed = this.fields[i].down[code];
      if (pressed) {
        pressed.stroke[1] = clamp(now() - pressed.at, MAX_DWELL_MILLIS);
        delete this.fields[i].down[code];
      }
    }
  };

  Recorder.prototype.paste = function (event) {
    var field = isTyped(event.target) ? this.of(event.target) : null;
    if (field) {
      field.pastes++;
      field.expected = now();
    }
  };

  Recorder.prototype.input = function (event) {
    var field = isTyped(event.target) ? this.of(event.target) : null;
    if (!field) {
      return;
    }
    var kind = event.inputType || "";
    if (field.untold && kind.indexOf("delete") === 0) {
      field.corrections++;
    }
    // Password managers fill in without a key or a paste before it.
    var unasked = kind === "" || kind === "insertReplacementText";
    if (unasked && now() - field.expected > 50) {
      field.autofilled = 1;
    }
  };

  Recorder.prototype.move = function (event) {
    var at = now();
    if (this.pointer && at - this.pointerAt < POINTER_EVERY_MILLIS) {
      return;
    }
    if (this.pointer) {
      var x = event.clientX - this.pointer[0];
      var y = event.clientY - this.pointer[1];
      this.distance += Math.sqrt(x * x + y * y);
    }
    this.moves++;
    this.pointer = [event.clientX, event.clientY];
    this.pointerAt = at;
  };

  /** Some managers set the value without any event. */
  Recorder.prototype.findFilled = function () {
    var inputs = this.form.querySelectorAll("input");
    for (var i = 0; i < inputs.length; i++) {
      var input = inputs[i];
      if (isTyped(input) && input.value && input.value !== input.defaultValue) {
        var field = this.of(input);
        if (field && !field.strokes.length && !field.pastes) {
          field.autofilled = 1;
        }
      }
    }
  };

  Recorder.prototype.text = function () {
    this.findFilled();
    var strokes = MAX_STROKES;
    var text;
    // What is not defined is left out.
    var way = roundTrip() || undefined;
    do {
      text = JSON.stringify({
        v: 2,
        t: Math.max(0, Math.round(now() - this.started)),
        w: navigator.webdriver ? 1 : 0,
        p: [this.moves, Math.round(this.distance)],
        r: way,
        f: this.fields.map(function (field) {
          return {
            n: field.name,
            k: field.strokes.slice(0, strokes),
            pa: field.pastes,
            af: field.autofilled,
            c: field.corrections
          };
        })
      });
      strokes = Math.floor(strokes / 2);
    } while (new Blob([text]).size > MAX_BYTES && strokes > 0);
    return text;
  };

  Recorder.prototype.write = function () {
    var hidden = this.form.querySelector("input[name='" + FIELD + "']");
    if (!maySend()) {
      if (hidden) {
        hidden.value = "";
      }
      return;
    }
    if (!hidden) {
      hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = FIELD;
      this.form.appendChild(hidden);
    }
    hidden.value = this.text();
  };

  function watch(form) {
    var recorder = new Recorder(form);
    var listen = function (target, type, handler) {
      target.addEventListener(type, guarded(handler.bind(recorder)), { capture: true, passive: true });
    };
    listen(form, "focusin", recorder.focus);
    listen(form, "keydown", recorder.keyDown);
    listen(document, "keyup", recorder.keyUp);
    listen(form, "paste", recorder.paste);
    listen(form, "input", recorder.input);
    listen(document, window.PointerEvent ? "pointermove" : "mousemove", recorder.move);
    listen(form, "submit", recorder.write);
    // form.submit() called by another script raises no submit event.
    listen(form, "formdata", function (event) {
      if (maySend()) {
        event.formData.set(FIELD, recorder.text());
      }
    });
    var focused = document.activeElement;
    if (focused && form.contains(focused) && isTyped(focused)) {
      recorder.of(focused);
    }
  }

  var start = guarded(function () {
    var forms = document.querySelectorAll("form");
    var watched = false;
    for (var i = 0; i < forms.length; i++) {
      if (isWatched(forms[i])) {
        watch(forms[i]);
        watched = true;
      }
    }
    if (watched) {
      ask();
    }
  });

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
