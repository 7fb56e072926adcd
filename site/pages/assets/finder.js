// The finder of courses: what stands in its form stands in the address; hits a page at a time, and as CSV.

/** @import { CourseHits, CourseIndex, Index, PlannedCourse } from "../../types" */

import { courses } from "./courses.js";
import { saveCsv } from "./csv.js";
import { divide } from "./find.js";
import { fillForm, followForm, openMore, readForm } from "./form.js";
import { courseHit, monthsText, readCourse, readRows, sayElsewhere } from "./hits.js";
import { hearAll } from "./institutions.js";
import { institutions } from "./lookup.js";
import { findElsewhere, listShorter } from "./match.js";
import { askedPage, fillPager, turnPages } from "./paging.js";
import { addMonths } from "./months.js";
import { findCourses, suggestCourses } from "./postings.js";
import { address, link, load, tellAddress } from "./site.js";

const PAGE = 20;
const MOST_ROWS = 1000; // of a CSV
const COLUMNS = "课程 机构 监督地区 年度 开课月份 领域 科目 培训对象 教学方式 课时 收费 电话 计划 网址".split(" ");

// The conditions that one may do without.
const WIDER = [
  ["when", "不限月份"], ["area", "不限监督地区"], ["fee", "不限收费"], ["mode", "不限教学方式"], ["field", "不限领域"], ["audience", "不限培训对象"],
];

const form = /** @type {HTMLFormElement} */ (document.getElementById("course-finder"));
const count = /** @type {HTMLElement} */ (document.getElementById("found"));
const list = /** @type {HTMLElement} */ (document.getElementById("found-list"));
const pager = /** @type {HTMLElement} */ (document.getElementById("found-pages"));
const save = /** @type {HTMLButtonElement} */ (document.getElementById("found-csv"));
/** @type {NodeListOf<HTMLElement>} */
const range = document.querySelectorAll(".course-range");
const note = /** @type {HTMLElement} */ (document.getElementById("found-note"));
const calendar = /** @type {HTMLElement} */ (document.getElementById("calendar"));
const fold = /** @type {HTMLDetailsElement} */ (document.getElementById("by-month"));
// On a phone the calendar is folded; it stands open where no script runs, or where there is nothing else.
fold.open = matchMedia("(min-width: 60em)").matches;
let asked = 0;

/** What the form says, without what is empty or has no meaning. */
function wanted() {
  const query = readForm(form);
  if (query.get("when") !== "range") {
    query.delete("from");
    query.delete("to");
  }
  return query;
}

/** @param {string} month */
const monthOf = (month) => (/^\d{4}-\d{2}$/.test(month) ? Number(month.replace("-", "")) : 0);

/**
 * The month in which the reader is; never before that of the register, which knows nothing of it.
 * @param {CourseIndex} from
 */
function thisMonth(from) {
  const today = new Date();
  return Math.max(from.info.month || 0, today.getFullYear() * 100 + today.getMonth() + 1);
}

/**
 * The months that are asked for, as a group of marks; null where all that are still to come are.
 * @param {CourseIndex} from
 * @param {URLSearchParams} query
 */
function monthMarks(from, query) {
  const now = thisMonth(from);
  const months = from.info.months || [];
  const among = (/** @type {number} */ first, /** @type {number} */ last) =>
    months.filter((each) => each >= first && each <= last).map((each) => `#m:${each}`);
  const when = query.get("when");
  if (when === "this") return among(now, now);
  if (when === "next") return among(addMonths(now, 1), addMonths(now, 1));
  if (when === "range") return among(monthOf(query.get("from") || ""), monthOf(query.get("to") || "") || 999999);
  return now === from.info.month ? null : among(now, 999999);
}

/**
 * @param {CourseIndex} from
 * @param {URLSearchParams} query
 */
function marksOf(from, query) {
  const marks = [];
  const months = monthMarks(from, query);
  if (months) marks.push(months);
  for (const [name, mark] of [["area", "#a:"], ["field", "#s:"], ["mode", "#w:"], ["fee", "#f:"]]) {
    if (query.has(name)) marks.push([`${mark}${query.get(name)}`]);
  }
  return marks;
}

/**
 * The courses that fit, in order; where none does and words were given, those that may be meant.
 * @param {CourseIndex} from
 * @param {Index} index
 * @param {URLSearchParams} query
 */
async function search(from, index, query) {
  const isRange = query.get("when") === "range"; // which may begin before this month
  const among = (isRange && from.whole) || from;
  const question = { text: query.get("q") || "", marks: marksOf(from, query), audience: query.get("audience") || "", isNow: !isRange };
  let hits = await findCourses(among, index, question);
  // What is not here resembles much that is not meant.
  if (!hits.order.length && question.text && !findElsewhere(index.language, question.text).length) {
    await hearAll(index, load, question.text);
    hits = await suggestCourses(among, index, question);
  }
  const { next, over } = divide(from, hits);
  return { hits, numbers: isRange ? [...next, ...over] : next };
}

async function answer() {
  const turn = ++asked;
  const query = wanted();
  const [index, from] = await Promise.all([institutions(), courses("courses")]);
  const { hits, numbers } = await search(from, index, query);
  const pages = Math.max(1, Math.ceil(numbers.length / PAGE));
  const page = Math.min(pages, askedPage());
  const rows = await readRows(from, index, hits, numbers.slice((page - 1) * PAGE, page * PAGE));
  const wider = numbers.length ? [] : await findWider(from, index, query);
  if (turn !== asked) return;
  const shown = rows.map(readCourse).map((each) => courseHit(each, index, hits.words, query.get("when") === "range" ? 0 : from.info.month || 0));
  count.textContent = tell(query, hits, numbers.length, page, pages);
  count.append(...sayElsewhere(index.language, query.get("q") || ""));
  if (wider.length) count.replaceChildren("没有符合条件的课程。可以改为：", ...wider.flatMap((each) => ["、", each]).slice(1), "。");
  list.replaceChildren(...shown);
  note.classList.remove("late"); // here at last, so that hits do not move it
  fillPager(pager, query, page, pages);
  save.hidden = !numbers.length;
  save.onclick = () => saveRows(from, index, hits, numbers).catch(failed);
  calendar.classList.remove("late");
  calendar.hidden = query.toString() !== "";
}

/**
 * What one may ask instead where nothing fits: without one of the conditions, else by the words alone, or some.
 * @param {Index} index
 * @param {URLSearchParams} query
 * @returns {[string, URLSearchParams][][]}
 */
function listWider(index, query) {
  const text = query.get("q") || "";
  const single = WIDER.filter(([name]) => query.has(name) && (text || [...query].length > 1));
  const fewer = text ? [text, ...listShorter(index.language, text)] : [];
  const alone = (/** @type {string} */ each) => /** @type {[string, URLSearchParams]} */ ([`只找“${each}”`, new URLSearchParams({ q: each })]);
  return [single.map(([name, label]) => [label, without(query, name)]), ...fewer.map((each) => [alone(each)])];
}

/**
 * Links to what is found by the least change of a question that nothing fits, with how many courses.
 * @param {CourseIndex} from
 * @param {Index} index
 * @param {URLSearchParams} query
 */
async function findWider(from, index, query) {
  const links = [];
  for (const ways of listWider(index, query)) {
    for (const [label, wider] of ways) {
      const { hits, numbers } = await search(from, index, wider);
      if (hits.certain && numbers.length) links.push(link(`${label}（${numbers.length} 门）`, `courses/?${wider}`));
    }
    if (links.length) break;
  }
  return links;
}

/**
 * @param {URLSearchParams} query
 * @param {string} name
 */
function without(query, name) {
  const others = new URLSearchParams(query);
  others.delete(name);
  return others;
}

/**
 * @param {URLSearchParams} query
 * @param {CourseHits} hits
 * @param {number} number
 * @param {number} page
 * @param {number} pages
 */
function tell(query, hits, number, page, pages) {
  const where = pages > 1 ? `，第 ${page} 页，共 ${pages} 页` : "";
  if (!number) return "没有符合条件的课程。请更换关键词，或放宽月份、地区和其他条件后重试。";
  return hits.certain ? `找到 ${number} 门课程${where}。` : `没有找到“${query.get("q")}”。您是不是要找：${number} 门课程${where}。`;
}

/**
 * @param {PlannedCourse} course
 * @param {Index} index
 */
function cellsOf(course, index) {
  const row = index.byId.get(course.institution);
  const [, area] = row ? row.area : [];
  const page = address(`institutions/${course.institution}/#y${course.year}-${course.id}`);
  return [
    course.title, row ? row.name : course.institution, area || "", course.year,
    course.months.length ? monthsText(course, 0) : "", course.field, course.subject, course.audience, course.mode,
    course.hours, course.fee || "未载明", course.phone, course.awaited ? "未见通过记录" : "已通过", page,
  ];
}

/**
 * Gives the hits as CSV.
 * @param {CourseIndex} from
 * @param {Index} index
 * @param {CourseHits} hits
 * @param {number[]} numbers
 */
async function saveRows(from, index, hits, numbers) {
  const rows = (await readRows(from, index, hits, numbers.slice(0, MOST_ROWS))).map(readCourse);
  saveCsv("courses-found.csv", [COLUMNS, ...rows.map((each) => cellsOf(each, index))]);
  if (numbers.length > MOST_ROWS) count.textContent = `下载的是前 ${MOST_ROWS} 门；全部课程见“开放数据”。`;
}

/** Shows the months to choose from where one chooses them. */
function showRange() {
  for (const each of range) each.hidden = wanted().get("when") !== "range";
}

/** Puts the address into the form. */
function read() {
  fillForm(form);
  showRange();
}

const failed = () => {
  count.textContent = "查找用的数据没有取到。请刷新页面，或从下面的日历中查找。";
  calendar.classList.remove("late");
  calendar.hidden = false;
  fold.open = true;
};

function ask() {
  showRange();
  tellAddress(wanted());
  answer().catch(failed);
}

read();
openMore(form, wanted());
followForm(form, ask);
turnPages(pager, () => {
  read();
  answer().then(() => count.focus(), failed);
});
answer().catch(failed);

/** Marks this month in the calendar, and those that are over; the day is that of the publication. */
async function markMonths() {
  const { day } = await load("publication/stamp.json");
  const [, year, month] = /(\d+)年(\d+)月/.exec(day) || [];
  const order = (/** @type {string} */ text) => text.split("-").reduce((sum, each) => sum * 12 + Number(each), 0);
  const now = order(`${year}-${month}`);
  for (const each of calendar.querySelectorAll("[data-month]")) {
    if (!(each instanceof HTMLElement)) continue;
    const when = order(each.dataset.month || "");
    const column = each instanceof HTMLTableCellElement ? each.cellIndex : -1;
    const rows = column < 0 ? [] : (each.closest("table")?.tBodies[0].rows ?? []);
    for (const cell of [each, ...[...rows].map((row) => row.cells[column])]) {
      cell.classList.toggle("past", when < now);
      cell.classList.toggle("now", when === now);
    }
    if (when === now) each.setAttribute("aria-current", "date");
  }
}

markMonths().catch(() => {});
