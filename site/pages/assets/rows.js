// Rows as they come from a spreadsheet or a document: which institution, which course, which days. Pure functions.

/** @import { PastedRow, PastedTable } from "../../types" */

import { readPeriod } from "./days.js";

export const MOST_ROWS = 200;
const DATE = /^(?:\d{4}\s*[年.\-/]\s*\d{1,2}|\d{8}(?!\d))/;
// What a heading must say to mean a column, the surest first; the person's own employer (工作单位) is none.
/** @type {[string, RegExp[]][]} */
const HEADINGS = [
  ["code", [/信用代码|机构代码/]],
  ["to", [/^(?!.*起止).*(?:结束|截止|终止|结业)/, /^[止至到]/]],
  ["from", [/起止|(?:培训|学习|办班|开班)(?:日期|时间)/, /开班|开始|起始/, /日期|时间|^起/]],
  ["course", [/课程/, /培训班|班名|班次/, /(?:培训|学习|继续教育)(?:内容|项目|名称)|题目|项目|内容/]],
  ["institution", [/(?:培训|施教|办学|继续教育)机构/, /机构/, /(?:培训|举办|主办|承办|施教)(?:单位|学校)/, /^单位(?:名称)?$|学校/]],
];

/**
 * The cells of a text that a spreadsheet has given or a person has typed: apart by tabs, else commas, else spaces.
 * @param {string} text
 */
function splitCells(text) {
  const lines = text.split(/\r?\n/).filter((each) => each.trim());
  if (text.includes("\t")) return splitQuoted(text, "\t");
  const most = (/** @type {string} */ sign) => lines.filter((each) => each.includes(sign)).length * 2 > lines.length;
  if (most(",")) return splitQuoted(text, ",");
  if (most("，")) return splitQuoted(text, "，");
  return lines.map(splitSpaces);
}

/**
 * Cells by a sign; one in quotation marks may have the sign and new lines within.
 * @param {string} text
 * @param {string} sign
 */
function splitQuoted(text, sign) {
  /** @type {string[][]} */
  const rows = [[]];
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^${sign}\\r\\n]*))(${sign}|\\r?\\n|$)`, "y");
  while (cell.lastIndex < text.length) {
    const [, inner, plain, end] = cell.exec(text) || ["", "", text.slice(cell.lastIndex), ""];
    rows[rows.length - 1].push((inner === undefined ? plain : inner.replace(/""/g, '"')).trim());
    if (end !== sign && end) rows.push([]);
    if (!cell.lastIndex) break;
  }
  return rows.filter((row) => row.some(Boolean));
}

/**
 * Cells by spaces: the first is the institution, the days are at the end, and between them stands the course.
 * @param {string} line
 */
function splitSpaces(line) {
  const words = line.trim().split(/\s+/);
  const at = words.findIndex((each, i) => i > 0 && DATE.test(each));
  const end = at < 0 ? words.length : at;
  return [words[0], words.slice(1, end).join(" "), words.slice(end).join(" ")].filter(Boolean);
}

/**
 * The column of each thing by a row of headings; null where the row is none.
 * @param {string[]} cells
 * @returns {Record<string, number> | null}
 */
function readHeadings(cells) {
  if (cells.some((each) => DATE.test(each))) return null;
  /** @type {Record<string, number>} */
  const columns = {};
  for (const [name, ways] of HEADINGS) {
    const free = (/** @type {RegExp} */ way) =>
      cells.findIndex((each, i) => each.length < 16 && !/工作单位|所在单位|姓名/.test(each) && way.test(each) && !Object.values(columns).includes(i));
    const at = ways.map(free).find((each) => each >= 0);
    if (at !== undefined) columns[name] = at;
  }
  return Object.keys(columns).length > 1 ? columns : null;
}

/**
 * A row without headings: days are known by their look, a number alone is a number in a list or of hours; of the
 * rest the first is the institution, the second the course.
 * @param {string[]} cells
 */
function readByLook(cells) {
  const days = cells.filter((each) => DATE.test(each));
  const others = cells.filter((each) => each && !DATE.test(each) && !/^\d{1,4}(?:\.\d+)?$/.test(each));
  return { institution: others[0] || "", course: others[1] || "", days: days.slice(0, 2).join("至") };
}

/**
 * @param {string[]} cells
 * @param {Record<string, number>} columns
 */
function readByHeadings(cells, columns) {
  const cell = (/** @type {string} */ name) => (name in columns && cells[columns[name]]) || "";
  return {
    institution: cell("code") || cell("institution"),
    course: cell("course"),
    days: [cell("from"), cell("to")].filter(Boolean).join("至"),
  };
}

/**
 * What stands in a row, and what of it is unclear without looking anything up.
 * @param {{ institution: string, course: string, days: string }} row
 * @param {number} line
 * @returns {PastedRow}
 */
function readRow(row, line) {
  const period = readPeriod(row.days);
  let unclear = "";
  if (!row.institution) unclear = "没有机构。";
  else if (!row.course) unclear = "没有课程名称。";
  else if (!row.days) unclear = "没有日期。";
  else if (!period) unclear = `日期“${row.days}”不能识别，应写成 2026-03-05 或 2026年3月5日至7日。`;
  else if (period.last < period.first) unclear = `结束日期早于开班日期：${row.days}。`;
  return { ...row, line, period, unclear };
}

/**
 * The rows of a pasted text, the first two hundred; `left` are how many more there are.
 * @param {string} text
 * @returns {PastedTable}
 */
export function readRows(text) {
  const cells = splitCells(text.replace(/^\uFEFF/, "").replace(/[\u00A0\u3000]/g, " "));
  const columns = cells.length ? readHeadings(cells[0]) : null;
  const body = columns ? cells.slice(1) : cells;
  const rows = body.map((each, i) => readRow(columns ? readByHeadings(each, columns) : readByLook(each), i + 1));
  return { rows: rows.slice(0, MOST_ROWS), left: Math.max(0, rows.length - MOST_ROWS) };
}
