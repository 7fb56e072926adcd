// The way through a form: choose the institution, fill in, check, hand over.
import { JSONEditor } from "@json-editor/json-editor/src/core.js";
import { writeRecord } from "./write.js";

/**
 * @param {HTMLElement} holder
 * @param {any} about
 * @param {any} tables
 */
export function showForm(holder, about, tables) {
  void JSONEditor;
  holder.textContent = `${about.title} ${tables.title} ${writeRecord(about.schema, {})}`;
}
