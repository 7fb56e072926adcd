// Many verifications at once: rows pasted from a spreadsheet, one answer a row, in the words of the page of one.
// Nothing of what is pasted leaves the browser: of the site it asks only for the files of the institutions named.

/** @import { BulkAnswer, Institution, PastedRow, Resolved, Today, Verdict } from "../../types" */

import { saveCsv } from "./csv.js";
import { periodText } from "./days.js";
import { showRows, turnPages } from "./paging.js";
import { explainClasses, explainPlan } from "./reasons.js";
import { resolveInstitution } from "./resolve.js";
import { MOST_ROWS, readRows } from "./rows.js";
import { judge } from "./sentences.js";
import { address, element, link, load, tellAddress } from "./site.js";
import { titlesOf } from "./titles.js";
import { lastOver } from "./verdict.js";

const FEW = 3;
const YIELD = 10;
const COLUMNS = "行号 结果 说明 机构 统一社会信用代码 课程 开班日期 结束日期 所填机构 所填日期 登记册截至 核对地址".split(" ");
const form = /** @type {HTMLFormElement} */ (document.getElementById("bulk"));
const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("bulk-rows"));
const count = /** @type {HTMLElement} */ (document.getElementById("bulk-count"));
const table = /** @type {HTMLElement} */ (document.getElementById("bulk-table"));
const body = /** @type {HTMLElement} */ (table.querySelector("tbody"));
const headings = [...table.querySelectorAll("thead th")].map((each) => each.textContent || "");
const pager = /** @type {HTMLElement} */ (document.getElementById("bulk-pages"));
const tools = /** @type {HTMLElement} */ (document.getElementById("bulk-tools"));
const others = /** @type {HTMLInputElement} */ (document.getElementById("bulk-others"));
/** @type {Today} */
const today = { iso: String(form.dataset.day), text: String(form.dataset.dayText) };
/** @type {BulkAnswer[]} */
let answers = [];

/**
 * The word of an answer as the page has it.
 * @param {Verdict | ""} code
 */
function markOf(code) {
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector(`template.answer-${code || "unclear"}`));
  return /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
}

/**
 * Why it is not clear which institution is meant; "" where it is.
 * @param {Resolved} resolved
 * @param {string} text
 */
function whyUnclear({ rows, certain }, text) {
  if (rows.length === 1 && certain) return "";
  const names = rows.slice(0, FEW).map((row) => row.name).join("、") + (rows.length > FEW ? "等" : "");
  if ((form.dataset.leftOut || "").split(" ").includes(text)) return `机构“${text}”的记录正在核对，暂不显示，现在不能查验。`;
  if (!rows.length) return `登记册的公开部分没有“${text}”，请核对名称或改用统一社会信用代码。`;
  return certain ? `有 ${rows.length} 个机构与“${text}”相符：${names}。` : `没有名称为“${text}”的机构，相近的有：${names}。`;
}

/**
 * The answer in words, with what the register knows beside it where that is no yes.
 * @param {Institution} file
 * @param {PastedRow} row
 */
function judgeRow(file, row) {
  const { first, last } = /** @type {{ first: string, last: string }} */ (row.period);
  const { code, words, courses } = judge(file, row.course, first, last, today);
  if (!code) return { code, words: `有几门课程的名称含有“${row.course}”：${titlesOf(courses).slice(0, FEW).join("、")}。` };
  const over = lastOver(last, today.iso);
  const plan = code === "not-shown" && courses.length ? explainPlan(courses, first, over) : { good: true, reasons: [] };
  const beside = plan.good ? (code === "outside" ? explainClasses(courses) : []) : plan.reasons;
  return { code, words: [words, ...beside.map((each) => each.words)].join("") };
}

/**
 * @param {PastedRow} row
 * @param {Map<string, Resolved>} meant
 * @returns {Promise<BulkAnswer>}
 */
async function answerRow(row, meant) {
  if (row.unclear) return { row, code: "", words: row.unclear, file: null };
  const resolved = /** @type {Resolved} */ (meant.get(row.institution));
  const unclear = whyUnclear(resolved, row.institution);
  if (unclear) return { row, code: "", words: unclear, file: null };
  const file = /** @type {Institution} */ (await load(`verify/${resolved.rows[0].id}.json`));
  return { row, file, ...judgeRow(file, row) };
}

/**
 * The answers to all rows; each institution is looked up once, however many rows name it.
 * @param {PastedRow[]} rows
 */
async function answerAll(rows) {
  /** @type {Map<string, Resolved>} */
  const meant = new Map();
  for (const text of new Set(rows.filter((each) => !each.unclear).map((each) => each.institution))) {
    meant.set(text, await resolveInstitution(text));
    // Names that nobody has take long in a large register: the browser may paint meanwhile.
    if (meant.size % YIELD === 0) await new Promise((done) => setTimeout(done));
  }
  return Promise.all(rows.map((each) => answerRow(each, meant)));
}

/**
 * The address of the page of one verification, where what is unclear can be chosen; "" where a row lacks something.
 * @param {BulkAnswer} answer
 */
function queryOf({ row, file }) {
  if (row.unclear || !row.period) return "";
  const { first, last } = row.period;
  const query = new URLSearchParams({ institution: file ? file.id : row.institution, course: row.course, from: first });
  if (last !== first) query.set("to", last);
  return `verify/?${query}`;
}

/**
 * The row of an answer. Its cells are as a telephone shows them, one beneath the other.
 * @param {BulkAnswer} answer
 */
function rowOf(answer) {
  const { row, code, words, file } = answer;
  const query = queryOf(answer);
  const who = element("td", "lead", file ? link(file.name, `institutions/${file.id}/`) : row.institution || "—");
  const when = row.period ? periodText(row.period.first, row.period.last) : row.days || "—";
  const alone = query ? [element("span", "screen", " ", link("单独查验", query))] : [];
  const facts = [[row.course || "—"], [when], [markOf(code)], [words, ...alone]].map((each) => element("td", "", ...each));
  const cells = [element("td", "", String(row.line)), who, ...facts];
  cells.forEach((cell, i) => (cell.dataset.label = headings[i]));
  return element("tr", "", ...cells);
}

/**
 * How many rows have which answer.
 * @param {number} left
 */
function showCounts(left) {
  /** @type {(Verdict | "")[]} */
  const codes = ["shown", "outside", "to-come", "not-shown", ""];
  const parts = codes.map((code) => {
    const number = answers.filter((each) => each.code === code).length;
    return element("li", "", markOf(code), ` ${number} 行`);
  });
  const more = left ? `只查了前 ${MOST_ROWS} 行，还有 ${left} 行，请另行粘贴。` : "";
  count.replaceChildren(element("p", "", `共 ${answers.length} 行。${more}`), element("ul", "", ...parts));
}

/** Shows the page of the table that the address names. */
function showPage() {
  showRows([...body.querySelectorAll("tr")], pager);
}

/** Shows the answers from the first page on: all, or those that somebody must look at. */
function showAnswers() {
  const shown = others.checked ? answers.filter((each) => each.code !== "shown") : answers;
  body.replaceChildren(...shown.map(rowOf));
  tellAddress(new URLSearchParams());
  showPage();
}

async function run() {
  const { rows, left } = readRows(field.value);
  if (!rows.length) {
    count.replaceChildren("请先粘贴要查验的行。");
    field.focus();
    return;
  }
  count.replaceChildren("正在查验……");
  answers = await answerAll(rows);
  showAnswers();
  showCounts(left);
  table.hidden = tools.hidden = false;
  document.documentElement.classList.add("answered");
  count.focus();
}

function save() {
  const rows = answers.map((answer) => {
    const { row, code, words, file } = answer;
    const query = queryOf(answer);
    return [
      row.line, markOf(code).textContent || "", words, file ? file.name : "", file ? file.code : "", row.course,
      row.period ? row.period.first : "", row.period ? row.period.last : "", row.institution, row.days, today.iso,
      query ? address(query) : "",
    ];
  });
  saveCsv("verified.csv", [COLUMNS, ...rows]);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run().catch(() => count.replaceChildren("查验用的数据没有取到，请刷新页面后重试。"));
});
document.getElementById("bulk-csv")?.addEventListener("click", save);
document.getElementById("bulk-print")?.addEventListener("click", () => print());
others.addEventListener("change", showAnswers);
turnPages(pager, () => {
  showPage();
  count.focus();
});
