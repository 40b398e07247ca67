/*
 * Builds what is shown. Texts become text nodes, whatever is in them.
 */

/**
 * An element.
 *
 * @param {string} name of its tag
 * @param {Object<string, string|boolean|undefined>} [attributes] true for one without a value; false and undefined for none
 * @param {...(Node|string|null)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes || {}).forEach(([key, value]) => {
    if (value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  });
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A button that does something when it is pressed. */
export function button(text, work, attributes) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", work);
  return made;
}

/** A link to one of Keycloak's own pages, in a window of its own. */
export function outside(address, text) {
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text);
}

/** Writes only what changed, so that a screen reader does not repeat the rest. */
export function say(text) {
  const place = document.getElementById("message");
  if (place.textContent !== text) {
    place.textContent = text;
  }
}
