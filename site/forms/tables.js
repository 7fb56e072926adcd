// Tables in pasted cells: a head of one or more rows, the rows below it, and where they end, as
// generator/registry/entry/intake/tables.py finds them.

/** @import { Field, Find } from "./headings.js" */
/** @import { Words } from "./words.js" */

import { tryRead } from "./dates.js";
import { ACTION, findIn, IGNORED, MONTH } from "./headings.js";
import { findChoice } from "./values.js";
import { foldHeading, matchStart, matchWhole, narrow } from "./words.js";

const MOST_HEADS = 3; // rows of a head
const ENOUGH = 3; // headings that make a head whatever else is in the row
const SHORT_NOTE = 6; // cells of a row that may still be a note

/** @typedef {{ column: number, field?: Field, heading: string, meant: string }} Column */
/** @typedef {{ row: number, section: string }} Row */
/** @typedef {{ list: string, columns: Column[], depth: number, score: number }} Head */
/** @typedef {{ list: string, columns: Column[], head: number, first: number, rows: Row[], notes: number[], end: number }} Table */
/**
 * The cells, and by what they are looked through; `lists` are the lists whose rows they may be, that of the form
 * first.
 * @typedef {{ cells: string[][], find: Find, fields: Field[], lists: string[], words: Words }} Grid
 */

/**
 * The tables, from above.
 * @param {Grid} grid
 */
export function findTables(grid) {
  /** @type {Table[]} */
  const tables = [];
  let row = 0;
  while (row < grid.cells.length) {
    const head = findHead(grid, row);
    const table = head && readRows(grid, head, row);
    const isTable = head && table && (table.rows.length || isWhole(head));
    if (isTable) tables.push(table);
    row = isTable ? table.end : row + 1;
  }
  return tables;
}

/**
 * The columns of a row that say something, with their texts.
 * @param {string[][]} cells
 * @param {number} row
 * @returns {[number, string][]}
 */
export function listRow(cells, row) {
  const texts = (cells[row] ?? []).map((text, column) => /** @type {[number, string]} */ ([column, text.trim()]));
  return texts.filter(([, text]) => text);
}

/**
 * Whether a head is sure to be one though there are no rows below it.
 * @param {Head} head
 */
function isWhole(head) {
  return head.score > ENOUGH || (head.score === ENOUGH && head.columns.every((each) => each.field));
}

/**
 * The best reading of a row, or of it and those below it, as the head of a table.
 * @param {Grid} grid
 * @param {number} row
 */
function findHead(grid, row) {
  const texts = listRow(grid.cells, row).map(([, text]) => text);
  if (!texts.some((text) => grid.find(text).fields.some((each) => each.list))) return undefined;
  const isForm = texts.some((text) => findIn(grid.find, text, ""));
  /** @type {Head | undefined} */
  let best;
  for (let depth = 1; depth <= (isForm ? 1 : MOST_HEADS); depth++) {
    for (const list of grid.lists) {
      const head = readHead(grid, row, depth, list);
      if (head && (!best || head.score > best.score)) best = head;
    }
  }
  return best;
}

/**
 * A head of some rows for one list; undefined where too little of it is understood.
 * @param {Grid} grid
 * @param {number} row
 * @param {number} depth
 * @param {string} list
 * @returns {Head | undefined}
 */
function readHead(grid, row, depth, list) {
  const columns = [];
  for (let column = 0; column < countColumns(grid.cells); column++) {
    const texts = grid.cells.slice(row, row + depth).map((each) => (each[column] ?? "").trim());
    const said = [...new Set(texts.filter(Boolean))];
    if (!said.length) continue;
    const read = readColumn(grid, column, said, list);
    if (said.length > 1 && read.field && read.heading === said[0]) return undefined; // a row of values below
    columns.push(read);
  }
  const score = new Set(columns.filter(({ field }) => field?.list === list).map(({ field }) => field?.name)).size;
  const size = new Set(grid.fields.filter((each) => each.list === list).map(({ name }) => name)).size;
  const others = columns.filter((each) => !each.field).length;
  const isEnough = (score >= Math.min(2, size) && score > others) || score > ENOUGH;
  return isEnough ? { list, columns, depth, score } : undefined;
}

/** @param {string[][]} cells */
function countColumns(cells) {
  return Math.max(0, ...cells.map((row) => row.length));
}

/**
 * A column by its words from above; all together go before the last alone.
 * @param {Grid} grid
 * @param {number} column
 * @param {string[]} said
 * @param {string} list
 * @returns {Column}
 */
function readColumn(grid, column, said, list) {
  const heading = said.join("");
  const last = said[said.length - 1];
  const own = findIn(grid.find, last, list)?.name === MONTH ? [last] : [];
  for (const text of [...own, heading, last, said[0]]) {
    const field = findIn(grid.find, text, list);
    if (field) return { column, field, heading: text, meant: "" };
  }
  const around = findIn(grid.find, last, ""); // what is the same in every row, or says nothing
  if (around) return { column, field: around, heading, meant: "" };
  const match = grid.find(last);
  const isMeant = match.fields.some((each) => each.list === list);
  return { column, heading, meant: isMeant ? match.meant : "" };
}

/**
 * A table below its head: up to a note, another head or the end; `notes` are those within it.
 * @param {Grid} grid
 * @param {Head} head
 * @param {number} row
 * @returns {Table}
 */
function readRows(grid, head, row) {
  const used = head.columns.filter(({ field }) => field?.name !== IGNORED).map((each) => each.column);
  const { words } = grid;
  /** @type {Row[]} */
  const rows = [];
  /** @type {number[]} */
  const notes = [];
  let section = findCaption(grid, row);
  let at = row + head.depth;
  for (; at < grid.cells.length; at++) {
    const texts = listRow(grid.cells, at);
    const said = texts.map(([, text]) => text);
    if (isNote(said, words) && goesOnBelow(grid, head, at)) {
      notes.push(at);
      continue;
    }
    if (isNote(said, words) || startsOther(grid, head, at)) break;
    const heading = used.length > 2 ? findSection(said, words) : "";
    const isFilled = texts.some(([column]) => used.includes(column));
    if (heading) section = heading;
    else if (isFilled && !isTotal(said, words) && !countsColumns(said)) rows.push({ row: at, section });
  }
  return { list: head.list, columns: head.columns, head: row, first: row + head.depth, rows, notes, end: at };
}

/**
 * Whether rows of a table stand below a note in it: more than half of their cells are filled in.
 * @param {Grid} grid
 * @param {Head} head
 * @param {number} note
 */
function goesOnBelow(grid, head, note) {
  const { cells, words } = grid;
  const fields = head.columns.filter(({ field }) => field && field.name !== IGNORED).map((each) => each.column);
  if (listRow(cells, note).some(([, text]) => words.is.ROW_SAMPLE.test(text))) return false;
  for (let row = note + 1; row < cells.length; row++) {
    const texts = listRow(cells, row);
    const said = texts.map(([, text]) => text);
    if (!isNote(said, words) && startsOther(grid, head, row)) return false;
    const filled = texts.filter(([column]) => fields.includes(column));
    if (filled.length * 2 > fields.length && !isTotal(said, words)) return true;
  }
  return false;
}

/**
 * The subject that a line tells for the rows below it: 公需 of 一、公需科目（3门）; else nothing.
 * @param {string} text
 * @param {Words} words
 */
export function findSubject(text, words) {
  return matchWhole(words.is.ROW_SUBJECT, foldHeading(text, words))?.[1] ?? "";
}

/**
 * The words of a row that heads those below it: alone, behind a numeral, or before numbers alone.
 * @param {string[]} said
 * @param {Words} words
 */
function findSection(said, words) {
  const isNumeral = said.length === 2 && matchWhole(words.is.ROW_NUMERAL, narrow(said[0]));
  if (isNumeral && findSubject(said[1], words)) return said[1];
  const isAmount = (/** @type {string} */ each) => matchWhole(words.is.ROW_AMOUNT, narrow(each));
  if (said.length > 1 && findSubject(said[0], words) && said.slice(1).every(isAmount)) return said[0];
  return said.length === 1 && !matchStart(words.is.ROW_NUMBERS_ONLY, said[0]) ? said[0] : "";
}

/**
 * What the line above a head tells of the subject of its rows; else nothing.
 * @param {Grid} grid
 * @param {number} row
 */
function findCaption(grid, row) {
  const above = [row - 2, row - 1].map((each) => listRow(grid.cells, each)).filter((texts) => texts.length);
  const last = above[above.length - 1] ?? [];
  return last.length === 1 && findSubject(last[0][1], grid.words) ? last[0][1] : "";
}

/**
 * What becomes of a course by a cell's words: 增加, 修改 or 取消; undefined where they say none of them.
 * @param {string} text
 * @param {Words} words
 */
function readAction(text, words) {
  return tryRead(() => findChoice(narrow(text), Object.values(words.actions), words));
}

/**
 * Whether another table, or a form, begins in a row; what becomes of a course (取消) is no label.
 * @param {Grid} grid
 * @param {Head} head
 * @param {number} row
 */
function startsOther(grid, head, row) {
  const actions = head.columns.filter(({ field }) => field?.name === ACTION).map((each) => each.column);
  const isAction = (/** @type {[number, string]} */ [column, text]) => actions.includes(column) && readAction(text, grid.words);
  const said = listRow(grid.cells, row).filter((each) => !isAction(each)).map(([, text]) => text);
  if (!said.length) return false;
  const labelled = matchStart(grid.words.is.ROW_LABELLED, said[0]); // 总结：全年计划……
  const label = findIn(grid.find, labelled ? labelled[1] : said[0], "");
  if (label && !label.name.startsWith("@") && (labelled || said.length > 1)) return true;
  if (said.filter((text) => grid.find(text).fields.length).length < 2) return false;
  return findHead(grid, row) !== undefined;
}

/**
 * @param {string[]} said
 * @param {Words} words
 */
function isTotal(said, words) {
  return said.slice(0, 2).some((text) => matchWhole(words.is.ROW_TOTAL, narrow(text)));
}

/**
 * @param {string[]} said
 * @param {Words} words
 */
function isNote(said, words) {
  return said.length > 0 && said.length <= SHORT_NOTE && matchStart(words.is.ROW_NOTE, narrow(said[0])) !== null;
}

/**
 * Whether a row shows how others are filled in: 例 is its number, or （示例） stands before it.
 * @param {string[][]} cells
 * @param {number} row
 * @param {Words} words
 */
export function isSample(cells, row, words) {
  return listRow(cells, row).slice(0, 2).some(([, text]) => matchWhole(words.is.ROW_SAMPLE_ROW, narrow(text)));
}

/**
 * Whether a row numbers the columns: 1, 2, 3 …, or (1) (2) (3).
 * @param {string[]} said
 */
function countsColumns(said) {
  const numbers = said.map((text) => narrow(text).replace(/^[()（）]+|[()（）]+$/g, ""));
  return numbers.length > 2 && numbers.every((each, i) => each === String(i + 1));
}
