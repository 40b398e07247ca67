package io.flowshield.training.simulation;

/** How somebody brings a password into a form. Neutral: no model may hold it against a person. */
public enum InputMethod {
  /** Key by key. */
  TYPING,
  /** A password manager or the browser fills it in. */
  PASSWORD_MANAGER,
  /** Copied from elsewhere. */
  PASTE,
  /** Dictation, a switch or an eye tracker: slow, without key strokes. */
  ASSISTIVE
}
