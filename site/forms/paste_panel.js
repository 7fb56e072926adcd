// A table from a spreadsheet, pasted into a list of rows: first what it means and what of it was not understood, then
// its rows.

/** @import { Field } from "./headings.js" */
/** @import { Pasted } from "./paste.js" */
/** @import { State } from "./form.js" */

import { isBlank } from "./groups.js";
import { make, makeButton } from "./library.js";
import { matchRows, readTable } from "./paste.js";
import { showPasted } from "./paste_preview.js";
import { TABLES } from "./shape.js";

const LEAST = 3; // fields of a row from which on a table is worth it
const SHOWN = 4; // headings that are named

/**
 * A place for a table beside a list, where its rows have enough fields for one.
 * @param {any} rows the editor of the list
 * @param {State} state
 */
export function offerTable(rows, state) {
  const list = rows.path.replace(/^root/, "").replace(/\./g, "/");
  const own = listOwn(state.about.fields, list);
  if (own.length < LEAST || state.tables.paste.notPasted.includes(list)) return;
  const area = make("textarea", "control");
  area.rows = 6;
  area.id = `${rows.formname}-table`;
  const label = make("label", "field__label", "粘贴表格");
  label.htmlFor = area.id;
  const headings = own.slice(0, SHOWN).map((each) => each.headings[0]).join("、");
  const help = make("p", "help", `在表格软件里连同表头（如${headings}）一起选中、复制，再粘贴到这里；先看读出的内容，再放进表格。`);
  const shown = make("div", "pasted");
  shown.setAttribute("aria-live", "polite");
  const look = makeButton("先看读出的内容", "button");
  const read = (/** @type {boolean} */ inOrder) => readPasted(area.value, listFilled(rows), { state, list, inOrder });
  const show = (inOrder = false) => {
    const pasted = read(inOrder);
    const put = makeButton(`放进这 ${pasted.rows.length} 行`, "button button--main");
    put.addEventListener("click", () => {
      // Anew: rows may have been filled in since the table was looked at.
      rows.setValue(joinRows(listFilled(rows), read(inOrder).rows));
      area.value = "";
      shown.replaceChildren(make("p", "verdict__good", `放进了 ${pasted.rows.length} 行，请逐行核对。`));
    });
    const order = makeButton("没有表头，按栏目的次序读", "button");
    order.addEventListener("click", () => show(true));
    const isUnread = !inOrder && !pasted.rows.length && !pasted.unknown.length;
    const buttons = make("div", "buttons", ...(pasted.rows.length ? [put] : []), ...(isUnread ? [order] : []));
    shown.replaceChildren(...showPasted(pasted, own), buttons);
  };
  look.addEventListener("click", () => show());
  // What was shown is of another text.
  area.addEventListener("input", () => shown.replaceChildren());
  const inside = make("div", "group__fields", label, help, area, look, shown);
  rows.controls.after(make("details", "fold", make("summary", "", "从电子表格粘贴"), inside));
}

/**
 * The rows of a list in which something is filled in.
 * @param {any} rows the editor of the list
 * @returns {Record<string, any>[]}
 */
function listFilled(rows) {
  return (rows.getValue() ?? []).filter((/** @type {any} */ row) => !isBlank(row));
}

/**
 * What a pasted text means beside the rows that are there.
 * @param {string} text
 * @param {Record<string, any>[]} there
 * @param {{ state: State, list: string, inOrder: boolean }} about
 */
function readPasted(text, there, { state, list, inOrder }) {
  return matchRows(readTable(text), state.about.fields, { ...describe(state, list, there), inOrder });
}

/**
 * The rows that are there with those that are pasted: one that stands ready for a pasted row takes up what that says.
 * @param {Record<string, any>[]} there
 * @param {Record<string, any>[]} pasted
 */
function joinRows(there, pasted) {
  const ready = [...there];
  const joined = pasted.map((row) => {
    const place = ready.findIndex((each) => isReadyFor(each, row));
    return place < 0 ? row : { ...ready.splice(place, 1)[0], ...row };
  });
  return [...ready, ...joined];
}

/**
 * Whether a row has something in common with another, and nothing that is otherwise there.
 * @param {Record<string, any>} row
 * @param {Record<string, any>} other
 */
function isReadyFor(row, other) {
  const common = Object.keys(row).filter((name) => name in other);
  return common.length > 0 && common.every((name) => JSON.stringify(row[name]) === JSON.stringify(other[name]));
}

/**
 * The fields of the rows of a list.
 * @param {Field[]} fields
 * @param {string} list
 */
function listOwn(fields, list) {
  const general = list.replace(/\/\d+(?=\/|$)/g, "/*");
  return fields.filter((each) => each.list === general && !each.name.includes("@"));
}

/**
 * By what a table is read.
 * @param {State} state
 * @param {string} list
 * @param {any[]} there the rows that are there
 */
function describe({ about, tables, institution, editor }, list, there) {
  const { year } = editor.getValue();
  const names = Object.entries(TABLES).map(([name, table]) => [name, nameRows(tables[table] ?? [])]);
  const planned = nameRows(Object.entries(institution?.courses?.[year] ?? {}).map(([id, title]) => ({ id, title })));
  return {
    schema: about.schema,
    list,
    words: tables.paste,
    year,
    names: Object.fromEntries([...names, ...(planned.size ? [["course", planned]] : [])]),
    institution: institution?.id,
    taken: [...there.map((row) => row.id), ...(list === "/add" ? planned.values() : [])],
  };
}

/**
 * What each name and each id of a table means; one that means several means none.
 * @param {any[]} rows
 * @returns {Map<string, string>}
 */
function nameRows(rows) {
  /** @type {[string, string][]} */
  const pairs = rows.flatMap(({ id, name, title }) => [name, title, id].filter(Boolean).map((each) => [each, id]));
  const meant = new Map(pairs);
  const doubtful = new Set(pairs.filter(([name, id]) => meant.get(name) !== id).map(([name]) => name));
  return new Map(pairs.filter(([name]) => !doubtful.has(name)));
}
