// Rows as a file for spreadsheets, made in the browser.

import { element } from "./site.js";

// A cell that begins so is a formula to a spreadsheet; the open data do the same.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠']/;

/** @param {string | number} cell */
function quoted(cell) {
  const text = String(cell);
  return `"${(FORMULA.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
}

/**
 * Gives rows as CSV, with the byte order mark by which a spreadsheet knows that it is no GBK.
 * @param {string} name
 * @param {(string | number)[][]} rows
 */
export function saveCsv(name, rows) {
  const lines = rows.map((row) => row.map(quoted).join(","));
  const file = new Blob([`\uFEFF${lines.join("\r\n")}\r\n`], { type: "text/csv" });
  const link = element("a", "");
  link.setAttribute("href", URL.createObjectURL(file));
  link.setAttribute("download", name);
  link.click();
}
