// The editor of a record, or of a value in one: its fields in Chinese, its value, its faults at the fields.

import { ChecksField, ChoiceField, FreeField, LinesField, TextField } from "./fields.js";
import { ChangeRow, Group, Rows } from "./groups.js";
import { makeJudge } from "./judge.js";
import { JSONEditor, useEditors } from "./library.js";
import { shapeKind, shapeValue } from "./shape.js";

/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {import("./shape.js").Context} Context */
/** @typedef {import("./judge.js").Fault} Fault */
/**
 * @typedef {object} Editor
 * @property {() => any} getValue the record, without what is empty
 * @property {(value: any) => void} setValue
 * @property {() => Fault[]} judge
 * @property {(faults: Fault[]) => void} showFaults puts what is wrong at its fields
 * @property {(fault: Fault) => void} goTo opens and focuses the field of a fault
 * @property {() => void} destroy
 */

useEditors({
  text: TextField,
  lines: LinesField,
  choice: ChoiceField,
  checks: ChecksField,
  free: FreeField,
  group: Group,
  change: ChangeRow,
  rows: Rows,
});

/**
 * The editor of a kind of record.
 * @param {HTMLElement} holder
 * @param {Record<string, any>} about
 * @param {Context} context
 * @param {{ onChange?: () => void, onList?: (rows: any) => void }} calls
 */
export function makeEditor(holder, about, context, calls = {}) {
  return open(holder, about.schema, shapeKind(about, context), context, calls);
}

/**
 * The editor of what is added to a record: a group with the one property.
 * @param {HTMLElement} holder
 * @param {Schema} root
 * @param {string} name
 * @param {Schema} schema
 * @param {Context} context
 * @param {{ onChange?: () => void }} calls
 */
export function makeValueEditor(holder, root, name, schema, context, calls = {}) {
  const group = { type: "object", properties: { [name]: schema }, required: [name], $defs: root.$defs, title: schema.title };
  return open(holder, group, shapeValue(group, group, context), context, calls);
}

/**
 * @param {HTMLElement} holder
 * @param {Schema} root
 * @param {Schema} shaped
 * @param {Context} context
 * @param {{ onChange?: () => void, onList?: (rows: any) => void }} calls
 * @returns {Promise<Editor>}
 */
async function open(holder, root, shaped, context, calls) {
  const editor = new JSONEditor(holder, { schema: shaped, present: context.institution?.present });
  if (calls.onList) editor.on("list", calls.onList);
  await editor.promise;
  const judge = makeJudge(editor, root);
  editor.validator = { validate: () => [] }; // the fields' own schema says less than the kind's
  if (calls.onChange) editor.on("change", calls.onChange);
  /** @type {any[]} */
  let wrong = [];
  return {
    getValue: () => editor.root.getValue(),
    setValue: (value) => editor.root.setValue(value),
    judge: () => judge(editor.root.getValue()),
    showFaults(faults) {
      for (const each of wrong) each.showFault?.([]);
      const found = new Map();
      for (const fault of faults) {
        const at = findEditor(editor, fault);
        const text = fault.hint ? `${fault.message}；改法：${fault.hint}` : fault.message;
        found.set(at, [...(found.get(at) ?? []), text]);
      }
      wrong = [...found.keys()];
      for (const [at, messages] of found) at.showFault(messages);
    },
    goTo(fault) {
      const at = findEditor(editor, fault);
      for (let fold = at.container.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      at.container.scrollIntoView({ block: "center" });
      at.focus();
    },
    destroy: () => editor.destroy(),
  };
}

/**
 * The editor at which a fault lies, or the nearest around it.
 * @param {any} editor
 * @param {Fault} fault
 */
function findEditor(editor, fault) {
  for (let length = fault.parts.length; length > 0; length--) {
    const found = editor.getEditor(["root", ...fault.parts.slice(0, length)].join("."));
    if (found) return found;
  }
  return editor.root;
}
