// The editor of a record, or of a value in one: its fields in Chinese, its value, its faults at the fields.

import { ChecksField, ChoiceField, FreeField, LinesField, TextField } from "./fields.js";
import { ChangeRow, Group, isBlank, PlannedRow, Rows } from "./groups.js";
import { describePlace, makeJudge } from "./judge.js";
import { JSONEditor, useEditors } from "./library.js";
import { PlaceField } from "./places.js";
import { splitPath } from "./schema.js";
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
  place: PlaceField,
  group: Group,
  change: ChangeRow,
  planned: PlannedRow,
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
  // What is asked for alone is not folded away.
  const group = { type: "object", properties: { [name]: { ...schema, "x-rare": false } }, required: [name], $defs: root.$defs, title: schema.title };
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
  const editor = new JSONEditor(holder, { schema: shaped, ...pick(context) });
  if (calls.onList) editor.on("list", calls.onList);
  await editor.promise;
  const judge = makeJudge(editor, root, context.tables.say);
  editor.validator = { validate: () => [] }; // the fields' own schema says less than the kind's
  if (calls.onChange) editor.on("change", calls.onChange);
  /** @type {any[]} */
  let wrong = [];
  return {
    getValue: () => editor.root.getValue(),
    setValue: (value) => editor.root.setValue(value),
    judge: () => sortFaults(editor, tellBlankRows(editor, root, judge(editor.root.getValue()))),
    showFaults(faults) {
      // A field that has been replaced, or a row that has been deleted, is on the page no more.
      for (const each of wrong) if (each.container) each.showFault([]);
      const byEditor = new Map();
      for (const fault of faults) {
        const at = findEditor(editor, fault);
        const text = fault.hint ? `${fault.message}；改法：${fault.hint}` : fault.message;
        byEditor.set(at, [...(byEditor.get(at) ?? []), text]);
      }
      wrong = [...byEditor.keys()];
      for (const [at, messages] of byEditor) at.showFault(messages);
      // What is folded says that something in it is to be mended.
      const folds = new Set([...byEditor.keys()].flatMap((at) => listFolds(at.fault)));
      for (const each of holder.querySelectorAll("details")) each.classList.toggle("wrong-inside", folds.has(each));
    },
    goTo(fault) {
      const at = findEditor(editor, fault);
      for (const fold of listFolds(at.fault)) fold.open = true;
      at.container.scrollIntoView({ block: "center" });
      at.focus();
    },
    destroy: () => editor.destroy(),
  };
}

/**
 * What of the institution the editors of fields ask for.
 * @param {Context} context
 */
function pick({ tables, institution, courses, planned }) {
  return { kinds: tables.kinds, present: institution?.present, records: institution?.records, courses, planned };
}

/**
 * The folds in which an element lies, the innermost first.
 * @param {HTMLElement} element
 * @returns {HTMLDetailsElement[]}
 */
function listFolds(element) {
  const fold = element.closest("details");
  return fold ? [fold, ...(fold.parentElement ? listFolds(fold.parentElement) : [])] : [];
}

/**
 * The faults in the order of their fields on the page. What is hidden cannot be filled in yet: what it waits for is told.
 * @param {any} editor
 * @param {Fault[]} faults
 */
function sortFaults(editor, faults) {
  const placed = faults.map((fault) => ({ fault, at: findEditor(editor, fault).container }));
  const shown = placed.filter(({ at }) => !at.closest("[hidden]"));
  const isBehind = (/** @type {Node} */ one, /** @type {Node} */ other) =>
    one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING;
  return shown.sort((one, other) => (one.at === other.at ? 0 : isBehind(one.at, other.at) ? 1 : -1)).map(({ fault }) => fault);
}

/**
 * Of a row in which nothing is filled in one fault in place of one for each field, where there are rows besides it.
 * @param {any} editor
 * @param {Schema} root
 * @param {Fault[]} faults
 */
function tellBlankRows(editor, root, faults) {
  const rows = new Set();
  return faults.flatMap((fault) => {
    const row = findBlankRow(editor, fault);
    if (!row) return [fault];
    if (rows.has(row)) return [];
    rows.add(row);
    const parts = splitPath(row.path);
    return [{ parts, place: describePlace(root, parts), message: "没有填写：填上，或者删去这一项", hint: "" }];
  });
}

/**
 * @param {any} editor
 * @param {Fault} fault
 */
function findBlankRow(editor, fault) {
  for (let at = findEditor(editor, fault); at.parent; at = at.parent) {
    if (at.isRow && at.parent.rows.length > 1 && isBlank(at.getValue())) return at;
  }
  return undefined;
}

/**
 * The editor at which a fault lies, or the nearest around it.
 * @param {any} editor
 * @param {Fault} fault
 */
function findEditor(editor, fault) {
  for (let length = fault.parts.length; length > 0; length--) {
    const at = editor.getEditor(["root", ...fault.parts.slice(0, length)].join("."));
    if (at) return at;
  }
  return editor.root;
}
