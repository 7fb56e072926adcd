// What a pasted table means, shown before it is taken: its rows as they would be, and all that was not understood.

/** @import { Field } from "./headings.js" */
/** @import { Pasted } from "./paste.js" */

import { make } from "./library.js";

const MOST = 20; // rows that are shown

/**
 * What was read, and what was not.
 * @param {Pasted} pasted
 * @param {Field[]} fields those of the list's rows
 */
export function showPasted(pasted, fields) {
  const count = pasted.rows.length;
  const wrong = pasted.faults.map(describeFault);
  const left = [...pasted.unknown.map(describeColumn), ...pasted.left.map(({ row, text }) => `第 ${row + 1} 行：${text}`)];
  return [
    make("p", count ? "verdict__good" : "verdict__bad", count ? `读出了 ${count} 行：` : "没有读出可以放进来的行。"),
    ...(count ? [showRows(pasted.rows, fields)] : []),
    ...showList(`没有读懂 ${wrong.length} 处，放进去以后在表格里补填：`, wrong, "verdict__bad"),
    ...showList("这些没有放进来：", left),
    ...showList("请核对：", pasted.remarks),
  ];
}

/** @param {Pasted["faults"][number]} fault */
function describeFault({ row, column, message, hint }) {
  return `第 ${row + 1} 行第 ${column + 1} 列：${message}；${hint}`;
}

/** @param {Pasted["unknown"][number]} column */
function describeColumn({ column, text, meant }) {
  return `第 ${column + 1} 列“${text}”：${meant ? `是否想写“${meant}”？` : "这里没有这一栏"}`;
}

/**
 * @param {string} title
 * @param {string[]} texts
 * @param {string} [name]
 */
function showList(title, texts, name = "") {
  const items = texts.map((text) => make("li", "", text));
  return texts.length ? [make("p", name, title), make("ul", "pasted__list", ...items)] : [];
}

/**
 * @param {Record<string, any>[]} rows
 * @param {Field[]} fields
 */
function showRows(rows, fields) {
  const used = fields.filter(({ name }) => rows.some((row) => find(row, name) !== undefined));
  const head = make("tr", "", ...used.map((each) => make("th", "", each.headings[0])));
  const body = rows.slice(0, MOST).map((row) => make("tr", "", ...used.map(({ name }) => make("td", "", write(find(row, name))))));
  const more = rows.length > MOST ? [make("p", "help", `还有 ${rows.length - MOST} 行没有列出。`)] : [];
  const table = make("table", "", make("thead", "", head), make("tbody", "", ...body));
  const scroll = make("div", "pasted__rows", table);
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "读出的行");
  return make("div", "", scroll, ...more);
}

/**
 * @param {any} row
 * @param {string} name
 */
function find(row, name) {
  return name.split("/").reduce((here, part) => here?.[part], row);
}

/** @param {any} value */
function write(value) {
  if (typeof value === "boolean") return value ? "是" : "否";
  return Array.isArray(value) ? value.join("、") : String(value ?? "");
}
