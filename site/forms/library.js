// The library that makes an editor of a schema, with what of it is ours: a plain theme, Chinese words, and texts that
// stay as they are typed. It does without its own themes and editors.

import { AbstractEditor } from "@json-editor/json-editor/src/editor.js";
import { AbstractTheme } from "@json-editor/json-editor/src/theme.js";
import { ArrayEditor } from "@json-editor/json-editor/src/editors/array.js";
import { JSONEditor } from "@json-editor/json-editor/src/core.js";
import { ObjectEditor } from "@json-editor/json-editor/src/editors/object.js";
import { Validator } from "@json-editor/json-editor/src/validator.js";

export { AbstractEditor, ArrayEditor, JSONEditor, ObjectEditor, Validator };

/** Elements without a style of their own: what they look like stands in forms.css. */
class PlainTheme extends AbstractTheme {
  /** @param {any} editor */
  constructor(editor) {
    super(editor, { disable_theme_rules: true });
  }
}

/**
 * A button with a text, of a class.
 * @param {string} text
 * @param {string} [name]
 */
export function makeButton(text, name = "") {
  const button = make("button", name);
  button.type = "button";
  button.textContent = text;
  return button;
}

/**
 * An element of a class.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [name]
 * @param {(string | Node)[]} inside
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, name = "", ...inside) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...inside);
  return element;
}

/**
 * Gives the library our editors, by the names in `x-editor`, and nothing else.
 * @param {Record<string, any>} editors
 */
export function useEditors(editors) {
  const { defaults } = JSONEditor;
  defaults.editors = editors;
  defaults.resolvers = [(/** @type {any} */ schema) => schema["x-editor"]];
  defaults.themes = { plain: PlainTheme };
  Object.assign(defaults.options, {
    theme: "plain",
    show_errors: "never",
    use_default_values: false,
  });
  // It would take what looks like HTML out of a text, and lets a browser read it to find out.
  AbstractEditor.prototype.purify = (/** @type {any} */ value) => value;
  AbstractEditor.prototype.cleanText = (/** @type {any} */ text) => text ?? "";
  AbstractEditor.prototype.no_link_holder = true;
  // No value is made of another's: to look for such ones it reads the whole of a list at every change of a field.
  AbstractEditor.prototype.refreshWatchedFieldValues = () => false;
}
