// A table from a spreadsheet, pasted into a list of rows: what it means, and what of it was not understood.

import { make, makeButton } from "./library.js";
import { readTable, matchRows } from "./paste.js";

const LEAST = 4; // fields of a row from which on a table is worth it
const TABLES = { area: "areas", system: "systems", authority: "authorities", batch: "batches", institution: "institutions" };

/** @typedef {import("./form.js").State} State */

/**
 * A place for a table beside a list, where its rows have enough fields for one.
 * @param {any} rows the editor of the list
 * @param {State} state
 */
export function offerTable(rows, state) {
  const list = rows.path.replace(/^root/, "").replace(/\./g, "/").replace(/\/\d+(?=\/|$)/g, "/*");
  const own = state.about.fields.filter((/** @type {any} */ each) => each.list === list && !each.name.includes("@"));
  if (own.length < LEAST) return;
  const area = make("textarea", "control");
  area.rows = 6;
  area.id = `${rows.formname}-table`;
  const label = make("label", "field__label", "粘贴表格");
  label.htmlFor = area.id;
  const headings = own.slice(0, LEAST).map((/** @type {any} */ each) => each.headings[0]).join("、");
  const help = make("p", "help", `在表格软件里连同表头（如${headings}）一起选中、复制，再粘贴到这里。`);
  const told = make("div", "pasted");
  told.setAttribute("aria-live", "polite");
  const put = makeButton("放进表格", "button");
  put.addEventListener("click", () => told.replaceChildren(...putRows(rows, list, state, area)));
  const fold = make("details", "fold", make("summary", "", "从电子表格粘贴"), make("div", "group__fields", label, help, area, put, told));
  rows.controls.after(fold);
}

/**
 * Puts the rows of a pasted table behind those that are there; returned is what is told of it.
 * @param {any} rows
 * @param {string} list
 * @param {State} state
 * @param {HTMLTextAreaElement} area
 */
function putRows(rows, list, state, area) {
  const isEmpty = (/** @type {any} */ row) => Object.keys(row).every((each) => each === "id");
  const there = rows.getValue()?.filter((/** @type {any} */ row) => !isEmpty(row)) ?? [];
  const names = Object.entries(TABLES).map(([name, table]) => [name, nameRows(state.tables[table] ?? [])]);
  const found = matchRows(readTable(area.value), state.about.fields, {
    schema: state.about.schema,
    list,
    words: state.tables.paste,
    year: state.editor.getValue().year,
    names: Object.fromEntries(names),
    institution: state.institution?.id,
    taken: there.map((/** @type {any} */ row) => row.id),
  });
  if (found.rows.length) rows.setValue([...there, ...found.rows]);
  if (found.rows.length) area.value = "";
  return describe(found);
}

/**
 * What each name of a table means.
 * @param {any[]} rows
 */
function nameRows(rows) {
  return new Map(rows.flatMap((row) => [row.name, row.title].filter(Boolean).map((name) => [name, row.id])));
}

/** @param {import("./paste.js").Pasted} found */
function describe(found) {
  const where = (/** @type {number} */ row, /** @type {number} */ column) => `第 ${row + 1} 行第 ${column + 1} 列`;
  const wrong = [
    ...found.faults.map((each) => `${where(each.row, each.column)}：${each.message}${each.hint ? `；改法：${each.hint}` : ""}`),
    ...found.unknown.map((each) => `${where(each.row, each.column)}：不认识“${each.text}”这一列${each.meant ? `，是否想写“${each.meant}”？` : "，没有放进来"}`),
    ...found.left.map((each) => `第 ${each.row + 1} 行没有放进来：${each.text}`),
  ];
  const count = make("p", found.rows.length ? "verdict__good" : "fault", found.rows.length ? `放进了 ${found.rows.length} 行，请逐行核对。` : "没有放进来。");
  const lists = [wrong, found.remarks].filter((each) => each.length);
  return [count, ...lists.map((texts) => make("ul", "remarks", ...texts.map((each) => make("li", "", each))))];
}
