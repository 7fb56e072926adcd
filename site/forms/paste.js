// A table of a spreadsheet, pasted into a form: its cells, and the rows that they mean. What is not understood is
// told with its row and column; nothing is guessed.

/** @import { Field } from "./headings.js" */
/** @import { Draft, Fault, Reader } from "./rows.js" */
/** @import { Schema } from "./schema.js" */
/** @import { Column, Table } from "./tables.js" */
/** @import { Context } from "./values.js" */

import { settleColumns } from "./columns.js";
import { makeHeadings } from "./headings.js";
import { readTableRows } from "./rows.js";
import { resolve, resolvePath } from "./schema.js";
import { findTables, listRow } from "./tables.js";
import { compileWords, narrow } from "./words.js";

const REMOTE = "new_remote_hours"; // which follows where all is taught face to face
const [GENERAL, FACE_TO_FACE] = ["公需", "面授"];
const SHOWN = 6;
const DELIMITERS = ["\t", ",", "，", ";", "|"];
const SAMPLE = 100; // rows by which the delimiter is found

/**
 * The cells of a text that a spreadsheet has given, or of a CSV file; one in quotes may have line breaks in it.
 * @param {string} text
 * @returns {string[][]}
 */
export function readTable(text) {
  const whole = text.replace(/[\u200B\u2060\uFEFF]/g, "").replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  const delimiter = whole.includes("\t") ? "\t" : findDelimiter(whole.split("\n").slice(0, SAMPLE));
  return splitCells(whole, delimiter) ?? whole.split("\n").map((line) => line.split(delimiter));
}

/**
 * What stands between the columns: that by which most rows have equally many.
 * @param {string[]} lines
 */
function findDelimiter(lines) {
  const weigh = (/** @type {string} */ sign) => {
    const widths = lines.map((line) => line.split(sign).length).filter((width) => width > 1);
    return Math.max(0, ...widths.map((width) => widths.filter((each) => each === width).length));
  };
  return DELIMITERS.reduce((best, sign) => (weigh(sign) > weigh(best) ? sign : best));
}

/**
 * The rows, or undefined where the quotes do not pair.
 * @param {string} text
 * @param {string} delimiter
 */
function splitCells(text, delimiter) {
  /** @type {string[][]} */
  const rows = [[]];
  const end = delimiter === "|" ? "\\|" : delimiter;
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${end}\\n][^${end}\\n]*|))(${end}|\\n|$)`, "y");
  for (let isOver = false; !isOver; ) {
    const match = cell.exec(text);
    if (!match) return undefined;
    const [, quoted, plain, sign] = match;
    rows[rows.length - 1].push(quoted === undefined ? plain.replace(/^="([^"]*)"$/, "$1") : quoted.replace(/""/g, '"'));
    if (sign === "\n") rows.push([]);
    isOver = sign === "";
  }
  return rows;
}

/**
 * By what a table is read: the bundled schema of the kind; the list of the form, `/supplements/0/runs`; the words
 * of the intake (as `tables.paste` has them); the year that is meant; what names mean, by table; whether a table
 * without headings is taken by the order of its columns; the institution whose record it is; the ids that are taken.
 * @typedef {{
 *   schema: Schema, list: string, words: Record<string, any>, year?: number,
 *   names?: Record<string, Map<string, string>>, inOrder?: boolean, institution?: string, taken?: string[],
 * }} PasteContext
 */
/**
 * The rows for the record; `unknown` are columns that were not understood, `faults` values that could not be read,
 * `left` rows that were left out (titles, totals, notes), `remarks` what was taken for granted. Rows and columns
 * count from 0.
 * @typedef {{
 *   rows: Record<string, any>[], unknown: { row: number, column: number, text: string, meant: string }[],
 *   faults: Fault[], left: { row: number, text: string }[], remarks: string[],
 * }} Pasted
 */

/**
 * The rows that cells mean.
 * @param {string[][]} cells
 * @param {Field[]} fields  those of the kind, as `kinds/KIND` has them
 * @param {PasteContext} about
 * @returns {Pasted}
 */
export function matchRows(cells, fields, about) {
  const list = about.list.replace(/\/[0-9]+(?=\/|$)/g, "/*");
  const words = compileWords(about.words);
  const context = { root: about.schema, words, year: about.year ?? null, names: about.names ?? {} };
  const getSchema = makeGetSchema(about.schema);
  const others = fields.map((each) => each.list).filter((each) => each && !each.includes("/*/"));
  const grid = { cells, find: makeHeadings(fields, words), fields, lists: [...new Set([list, ...others])], words };
  const tables = about.inOrder ? [readInOrder(cells, fields, list)] : findTables(grid);
  settleColumns(tables, cells, { fields, getSchema, context });
  const own = tables.filter((each) => each.list === list);
  if (!own.length) return refuse(cells, tables, about);
  const reader = { cells, context, fields, getSchema, list, money: findMoney(cells, own, words), faults: [], remarks: new Set(), understood: new Map() };
  for (const table of own) leaveOthers(reader, table, about);
  for (const row of own.flatMap((each) => each.notes)) {
    reader.remarks.add(`第 ${row + 1} 行是夹在中间的一行注，下面的各行也读了`);
  }
  const drafts = own.flatMap((table) => readTableRows(reader, table));
  for (const draft of drafts) completeRow(reader, draft);
  numberRows(drafts, words.letters[list], about.taken ?? []);
  return {
    rows: drafts.map((each) => each.data),
    unknown: listUnknown(own, list),
    faults: reader.faults,
    left: listLeft(cells, own),
    remarks: [...reader.remarks, ...describeYears(cells, own, about, words), ...describeUnderstood(reader.understood)],
  };
}

/**
 * What is said where there is no table for this list.
 * @param {string[][]} cells
 * @param {Table[]} tables
 * @param {PasteContext} about
 * @returns {Pasted}
 */
function refuse(cells, tables, { schema }) {
  const title = tables.length && resolvePath(schema, tables[0].list.split("/").slice(1).map((each) => (each === "*" ? 0 : each))).title;
  const message = title ? `这是“${title}”的表，不是这里的` : "没有认出表头";
  const hint = title ? `粘贴到“${title}”里` : "连同表头一起复制；表头写字段的名称，如 课程名称、人数、课时";
  const row = tables.length ? tables[0].head : Math.max(0, cells.findIndex((_, i) => listRow(cells, i).length));
  return { rows: [], unknown: [], faults: [{ row, column: 0, message, hint }], left: listLeft(cells, []), remarks: [] };
}

/**
 * Leaves out the rows of another institution, or of another year, where a column says whose each row is.
 * @param {Reader} reader
 * @param {Table} table
 * @param {PasteContext} about
 */
function leaveOthers(reader, table, about) {
  for (const { column, field, heading } of table.columns) {
    const isOwner = field?.name === "@institution" || field?.name === "@credit_code";
    if (field?.list !== "" || !(isOwner || field.name === "year")) continue;
    const said = (/** @type {number} */ row) => narrow(reader.cells[row][column] ?? "");
    const first = table.rows.map(({ row }) => said(row)).find(Boolean);
    const isOther = (/** @type {string} */ text) => {
      if (!isOwner) return about.year !== undefined && parseInt(text, 10) !== about.year;
      const id = field.name === "@institution" && about.names?.institution?.get(text);
      return text !== first || Boolean(id && about.institution && id !== about.institution);
    };
    const others = table.rows.filter(({ row }) => said(row) && isOther(said(row)));
    table.rows = table.rows.filter((each) => !others.includes(each));
    for (const { row } of others) {
      const message = `“${heading}”写的是“${said(row)}”，这一行没有放进来`;
      reader.faults.push({ row, column, message, hint: isOwner ? "只粘贴这一家机构的行" : "只粘贴这一年度的行" });
    }
  }
}

/**
 * The cells above all tables, where titles and units stand.
 * @param {string[][]} cells
 * @param {Table[]} tables
 */
function listAbove(cells, tables) {
  return cells.slice(0, Math.max(0, Math.min(...tables.map((each) => each.head)))).flat();
}

/**
 * The question about a year that a title above the table names, where that is another one.
 * @param {string[][]} cells
 * @param {Table[]} tables
 * @param {PasteContext} about
 * @param {Reader["context"]["words"]} words
 */
function describeYears(cells, tables, { year }, words) {
  const pattern = new RegExp(words.is.YEAR, "g");
  const said = listAbove(cells, tables).flatMap((text) => [...narrow(text).matchAll(pattern)]);
  const years = said.map((each) => Number(each[1]));
  const other = year && !years.includes(year) ? years[0] : undefined;
  return other ? [`表的标题写的是 ${other} 年，这里填的是 ${year} 年，请核对`] : [];
}

/**
 * Finds the resolved schema of a field.
 * @param {Schema} root
 * @returns {(field: Field) => Schema}
 */
function makeGetSchema(root) {
  return ({ list, name }) => {
    if (name.includes("@")) return { type: "string" };
    const parts = [...list.split("/").slice(1), ...(list ? ["*"] : []), ...(name ? name.split("/") : [])];
    return resolve(root, resolvePath(root, parts.map((part) => (part === "*" ? 0 : part))));
  };
}

/**
 * A table without headings, as its columns follow each other in the record; a number in front is none of them.
 * @param {string[][]} cells
 * @param {Field[]} fields
 * @param {string} list
 * @returns {Table}
 */
function readInOrder(cells, fields, list) {
  const filled = cells.flatMap((row, i) => (row.some((text) => text.trim()) ? [i] : []));
  const isNumbered = filled.every((row, i) => narrow(cells[row][0] ?? "") === String(i + 1));
  const own = fields.filter((each) => each.list === list && !each.rare && !/@|(^|\/)id$/.test(each.name));
  const width = Math.max(0, ...cells.map((row) => row.length)) - Number(isNumbered);
  const columns = Array.from({ length: width }, (_, i) => {
    const heading = own[i]?.headings[0] ?? `第 ${i + 1 + Number(isNumbered)} 列`;
    return { column: i + Number(isNumbered), field: own[i], heading, meant: "" };
  });
  return { list, columns, head: -1, first: 0, rows: filled.map((row) => ({ row, section: "" })), notes: [], end: cells.length };
}

/**
 * The unit of money that a line above the tables names: 单位：万元; nothing where there is none.
 * @param {string[][]} cells
 * @param {Table[]} tables
 * @param {Reader["context"]["words"]} words
 */
function findMoney(cells, tables, words) {
  const units = listAbove(cells, tables).map((text) => narrow(text).match(words.is.MONEY_UNIT)?.[1]);
  return units.find((each) => each) ?? "";
}

/**
 * Face-to-face teaching adds no remote hours; the common subjects are a field of their own.
 * @param {Reader} reader
 * @param {Draft} draft
 */
function completeRow(reader, { data, missing, row, cells }) {
  if (!["/courses", "/add", "/replace"].includes(reader.list)) return;
  if (data.subject === GENERAL && !("field" in data) && !missing.has("field")) {
    data.field = GENERAL;
    reader.remarks.add("公需科目的领域填“公需”");
  }
  const isFaceToFace = data.mode === FACE_TO_FACE && !(REMOTE in data);
  if (isFaceToFace) {
    data[REMOTE] = 0;
    reader.remarks.add("面授没有新增远程课时，填 0");
  }
  if (!isFaceToFace && !(missing.has("mode") && !(REMOTE in data))) return;
  const column = cells.find((each) => each.field.name === REMOTE)?.column;
  reader.faults = reader.faults.filter((each) => each.row !== row || each.column !== column);
}

/**
 * Gives an id to each row without one: c01, c02 …, none that another has.
 * @param {Draft[]} drafts
 * @param {string | undefined} letter
 * @param {string[]} taken
 */
function numberRows(drafts, letter, taken) {
  if (!letter) return;
  const used = new Set([...taken, ...drafts.map((each) => each.data.id)]);
  let number = 0;
  const nextId = () => `${letter}${String(++number).padStart(2, "0")}`;
  for (const draft of drafts.filter((each) => !("id" in each.data))) {
    let id = nextId();
    while (used.has(id)) id = nextId();
    draft.data = { id, ...draft.data };
  }
}

/**
 * The columns that are none of the list's: not understood, or said of the whole record.
 * @param {Table[]} tables
 * @param {string} list
 */
function listUnknown(tables, list) {
  const isOther = (/** @type {Column} */ { field }) => field?.list !== list && field?.name !== "@ignored";
  return tables.flatMap(({ head, columns }) =>
    columns.filter(isOther).map(({ column, heading, meant }) => ({ row: head, column, text: heading, meant })),
  );
}

/**
 * The rows that say something and were left out.
 * @param {string[][]} cells
 * @param {Table[]} tables
 */
function listLeft(cells, tables) {
  const heads = tables.flatMap(({ head, first }) => cells.map((_, i) => i).filter((i) => i >= head && i < first));
  const read = new Set([...heads, ...tables.flatMap((each) => each.rows.map(({ row }) => row))]);
  return cells.flatMap((_, row) => {
    const text = listRow(cells, row).map(([, each]) => each).join(" ");
    return text && !read.has(row) ? [{ row, text }] : [];
  });
}

/**
 * How what was written in short has been read, in one line; none where there is nothing of it.
 * @param {Map<string, string>} understood
 */
function describeUnderstood(understood) {
  if (!understood.size) return [];
  const listed = [...understood].slice(0, SHOWN).map(([text, read]) => `“${text}”是 ${read}`);
  const more = understood.size > SHOWN ? ` 等 ${understood.size} 种写法` : "";
  return [`这样理解：${listed.join("；")}${more}`];
}
