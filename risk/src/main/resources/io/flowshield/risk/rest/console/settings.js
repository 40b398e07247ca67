/*
 * The view of the realm's settings, and their change.
 */
import { button, element, say } from "./elements.js";
import { TEXTS } from "./texts.js";

const T = TEXTS.settings;
const NUMBERS = ["share", "prevalence", "whole", "seconds"];

/** What the server has and what its user has typed: survives loading again. */
const typed = new Map();

function current(setting) {
  return setting.value === null ? "" : String(setting.value);
}

function bounds(setting) {
  if (setting.least !== null && setting.most !== null) {
    return T.between(setting.least, setting.most);
  }
  if (setting.least !== null) {
    return T.atLeast(setting.least);
  }
  return setting.most === null ? null : T.atMost(setting.most);
}

function help(setting) {
  const words = Array.isArray(setting.words) && setting.words.length > 0 ? setting.words : null;
  return [
    setting.description ? setting.description.replace(/\.?$/, ".") : null,
    words ? (setting.type === "word" ? T.oneOf(words) : T.anyOf(words)) + "." : null,
    bounds(setting) === null ? null : bounds(setting) + ".",
    setting.default === null || setting.default === "" ? T.noDefault + "." : T.default(setting.default) + "."
  ].filter(Boolean).join(" ");
}

function choice(attributes, setting, value) {
  const options = setting.type === "flag" ? [["true", T.on], ["false", T.off]] : setting.words.map((word) => [word, word]);
  if (value !== "" && !options.some(([word]) => word === value)) {
    // Somebody has set it to what it cannot be; it must be seen to be mended.
    options.push([value, value]);
  }
  const made = element("select", attributes, element("option", { value: "" }, T.takeDefault(setting.default)));
  options.forEach(([word, text]) => made.append(element("option", { value: word }, text)));
  made.value = value;
  return made;
}

function input(attributes, setting, value) {
  if (setting.type === "flag" || (setting.type === "word" && Array.isArray(setting.words))) {
    return choice(attributes, setting, value);
  }
  const made = element("input", {
    ...attributes,
    type: setting.type === "secret" ? "password" : "text",
    autocomplete: setting.type === "secret" ? "new-password" : "off",
    spellcheck: "false",
    inputmode: NUMBERS.includes(setting.type) ? "decimal" : undefined
  });
  made.value = value;
  return made;
}

function field(setting, index) {
  const id = "setting-" + index;
  const error = element("p", { class: "error", id: id + "-error", hidden: true });
  const control = input(
    { id: id, "data-name": setting.name, "aria-describedby": id + "-error " + id + "-help" },
    setting,
    typed.has(setting.name) ? typed.get(setting.name) : current(setting)
  );
  const place = element(
    "div",
    { class: "field" },
    element("label", { for: id }, setting.name),
    element("p", { class: "help", id: id + "-help" }, help(setting)),
    control,
    error
  );

  function complain(text) {
    error.textContent = text;
    error.hidden = text === "";
    if (text === "") {
      control.removeAttribute("aria-invalid");
    } else {
      control.setAttribute("aria-invalid", "true");
    }
  }

  function look() {
    const changed = control.value !== current(setting);
    place.toggleAttribute("data-changed", changed);
    if (changed) {
      typed.set(setting.name, control.value);
    } else {
      typed.delete(setting.name);
    }
  }

  control.addEventListener("input", () => {
    complain("");
    look();
  });
  look();
  if (setting.valid === false && !typed.has(setting.name)) {
    complain(T.invalid);
  }
  return { setting: setting, place: place, control: control, complain: complain };
}

/** By what stands before the first dot. */
function groups(fields) {
  const byName = new Map();
  fields.forEach((one) => {
    const dot = one.setting.name.indexOf(".");
    const name = dot < 0 ? T.other : one.setting.name.slice(0, dot);
    byName.set(name, [...(byName.get(name) || []), one]);
  });
  return [...byName].map(([name, members]) =>
    element("fieldset", {}, element("legend", {}, name), ...members.map((one) => one.place)));
}

function finder(fields) {
  const search = element("input", { type: "search", id: "find-setting", autocomplete: "off", spellcheck: "false" });
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    fields.forEach((one) => {
      const text = (one.setting.name + " " + one.setting.description).toLowerCase();
      one.place.hidden = !text.includes(wanted);
    });
    document.querySelectorAll("#settings-form fieldset").forEach((group) => {
      group.hidden = !group.querySelector(".field:not([hidden])");
    });
  });
  return element("div", { class: "inline" }, element("label", { for: "find-setting" }, T.find), search);
}

function complainOf(fields, messages) {
  const refused = fields.filter((one) => Object.hasOwn(messages, one.setting.name));
  refused.forEach((one) => {
    one.place.hidden = false;
    one.place.closest("fieldset").hidden = false;
    one.complain(String(messages[one.setting.name]));
  });
  const others = Object.keys(messages).filter((name) => !fields.some((one) => one.setting.name === name));
  say([T.refused(Object.keys(messages).length), ...others.map((name) => name + ": " + messages[name])].join(" "));
  if (refused.length > 0) {
    refused[0].control.focus();
  }
}

async function save(form, fields, version, tools) {
  const values = {};
  fields.filter((one) => typed.has(one.setting.name)).forEach((one) => {
    values[one.setting.name] = one.control.value === "" ? null : one.control.value;
  });
  const names = Object.keys(values);
  if (names.length === 0) {
    say(T.unchanged);
    return;
  }
  fields.forEach((one) => one.complain(""));
  say(T.saving);
  form.setAttribute("aria-busy", "true");
  const answer = await tools.rest("PATCH", "/flowshield/settings", { version: version, values: values });
  form.removeAttribute("aria-busy");
  if (answer.kind === "ok") {
    names.forEach((name) => typed.delete(name));
    tools.redraw(answer.body, "#save-settings");
    say(T.saved(names));
  } else if (answer.kind === "invalid" && answer.body && answer.body.settings) {
    complainOf(fields, answer.body.settings);
  } else if (answer.kind === "stale") {
    say(T.stale);
    const again = button(T.keep, async () => {
      await tools.reload("#save-settings");
      say(T.kept);
    }, { id: "reload-settings" });
    form.querySelector(".foot").replaceChildren(again);
    again.focus();
  } else if (answer.kind === "forbidden") {
    say(T.readOnly(tools.realm, tools.master));
    form.querySelector("#save-settings").disabled = true;
    fields.forEach((one) => {
      one.control.disabled = true;
    });
  } else {
    say(T.notSaved + tools.trouble(answer.kind));
  }
}

/** The view, as main.js wants it. */
export const SETTINGS = {
  id: "settings",
  texts: T,
  roles: ["view-realm"],
  ask: (rest) => rest("GET", "/flowshield/settings"),

  /** Whether something is typed and not saved. */
  unsaved: () => typed.size > 0,

  draw(body, answer, tools) {
    if (answer.settings.length === 0) {
      body.append(element("p", { class: "empty" }, T.none));
      say(T.none);
      return;
    }
    const fields = answer.settings.map(field);
    const form = element(
      "form",
      { id: "settings-form", novalidate: true },
      ...groups(fields),
      element("p", { class: "foot" }, element("button", { type: "submit", id: "save-settings" }, T.save))
    );
    let running = false;
    // The page's policy lets no form go anywhere.
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!running) {
        running = true;
        await save(form, fields, answer.version, tools).finally(() => {
          running = false;
        });
      }
    });
    body.append(finder(fields), form);
    say("");
  }
};
