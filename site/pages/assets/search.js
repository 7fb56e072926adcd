// The search page: what stands in its form stands in the address, and what fits is shown at once.

/** @import { CourseHits, CourseIndex, Found, Index, PastPart, Ranked, Row, Word } from "../../types" */

import { courses } from "./courses.js";
import { compareBy, divide, findAll, findFewer } from "./find.js";
import { fillForm, followForm, openMore, readForm } from "./form.js";
import { courseHit, marked, pastHit, readCourse, readRows, sayElsewhere, showSome } from "./hits.js";
import { addListings } from "./institutions.js";
import { institutions } from "./lookup.js";
import { findCourses } from "./postings.js";
import { element, link, load, tellAddress } from "./site.js";

const STEP = 20;
const COURSES = 10;
const FILTERS = ["area", "field", "mode", "status", "batch"];
const MOST_OFFERERS = 300; // institutions that a filter leaves, by which courses are filtered too

const form = /** @type {HTMLFormElement} */ (document.getElementById("finder"));
const count = /** @type {HTMLElement} */ (document.getElementById("found"));
const browse = /** @type {HTMLElement} */ (document.getElementById("browse"));
const none = /** @type {HTMLElement} */ (document.getElementById("found-none"));
const sections = {
  pages: /** @type {HTMLElement} */ (document.getElementById("found-pages")),
  institutions: /** @type {HTMLElement} */ (document.getElementById("found-institutions")),
  courses: /** @type {HTMLElement} */ (document.getElementById("found-courses")),
  past: /** @type {HTMLDetailsElement} */ (document.getElementById("found-past")),
};
let asked = 0;

/**
 * Whether an institution passes the filters.
 * @param {Row} row
 * @param {URLSearchParams} query
 */
function passes(row, query) {
  const [area] = row.area;
  /** @type {Record<string, () => string[]>} */
  const has = {
    area: () => [area],
    field: () => row.fields,
    mode: () => row.modes,
    status: () => row.states.map(([code]) => code),
    batch: () => row.batches.map(([id]) => id),
  };
  return FILTERS.every((name) => !query.has(name) || has[name]().includes(query.get(name) || ""));
}

/**
 * @param {Ranked} hit
 * @param {Word[]} words
 */
function institutionHit({ row }, words) {
  const name = link("", `institutions/${row.id}/`);
  name.append(marked(row.name, words));
  const badges = row.states.map(([, label, tone]) => element("span", `badge badge--${tone}`, label));
  const [, area] = row.area;
  const [, latest] = row.batches[row.batches.length - 1] || [];
  const about = [area, row.fields.join("、"), row.modes.join("、"), latest];
  const hit = element("li", "hit", element("p", "hit__title", name, ...badges.flatMap((each) => [" ", each])));
  if (row.former.length) {
    hit.append(element("p", "hit__note", "曾用名：", marked(row.former.join("，"), words)));
  }
  if (row.aliases.length) {
    hit.append(element("p", "hit__note", "品牌、平台：", marked(row.aliases.join("，"), words)));
  }
  hit.append(element("p", "hit__note", about.filter(Boolean).join(" · ")));
  return hit;
}

/**
 * What the filters ask of a course, as groups of marks; null where they leave no course to ask for.
 * @param {Index} index
 * @param {URLSearchParams} query
 */
function marksOf(index, query) {
  const marks = [];
  for (const [name, mark] of [["area", "#a:"], ["field", "#s:"], ["mode", "#w:"]]) {
    if (query.has(name)) marks.push([`${mark}${query.get(name)}`]);
  }
  if (query.has("batch") || (query.has("status") && query.get("status") !== "listed")) {
    const rows = index.rows.filter((row) => passes(row, query));
    if (!rows.length || rows.length > MOST_OFFERERS) return null;
    marks.push(rows.map((row) => `#i:${row.id}`));
  }
  return marks;
}

/**
 * Shows the courses that are still to come; how many were found.
 * @param {CourseIndex} from
 * @param {Index} index
 * @param {CourseHits} hits
 * @param {number[]} next
 */
async function showCourses(from, index, hits, next) {
  await showSome(sections.courses, next, COURSES, async (numbers) => {
    const rows = (await readRows(from, index, hits, numbers)).map(readCourse);
    return rows.map((each) => courseHit(each, index, hits.words, from.info.month || 0));
  });
}

/**
 * Shows how many courses there were, where that is known; which, as soon as one asks.
 * @param {Index} index
 * @param {PastPart[]} parts
 * @param {number} number
 * @param {(() => Promise<PastPart[]>) | null} later
 */
function showPast(index, parts, number, later) {
  const { past } = sections;
  past.hidden = !number && !later;
  past.open = false;
  /** @type {HTMLElement} */ (past.querySelector("summary span")).textContent = later ? "" : `（${number}）`;
  past.ontoggle = async () => {
    past.ontoggle = null;
    const every = later ? [...parts, ...(await later())] : parts;
    const entries = every.flatMap(({ from, hits, numbers }) => numbers.map((each) => ({ from, hits, number: each })));
    await showSome(past, entries, STEP, async (some) => {
      const rows = await Promise.all(some.map((each) => readRows(each.from, index, each.hits, [each.number])));
      return rows.flatMap((shown, i) => shown.map((row) => pastItem(some[i].from, index, row, some[i].hits.words)));
    });
  };
}

/**
 * @param {CourseIndex} from
 * @param {Index} index
 * @param {any} row
 * @param {Word[]} words
 */
function pastItem(from, index, row, words) {
  return from.info.coming === undefined ? pastHit(row, index, words) : courseHit(readCourse(row), index, words, 0);
}

/** @param {Found} found */
function showPages({ pages }) {
  const list = /** @type {HTMLElement} */ (sections.pages.querySelector("ul"));
  list.textContent = "";
  for (const each of pages) {
    const at = each.indexOf(" ");
    list.append(element("li", "hit", element("p", "hit__title", link(each.slice(at + 1), each.slice(0, at)))));
  }
  sections.pages.hidden = !pages.length;
}

async function answer() {
  const turn = ++asked;
  const query = readForm(form);
  const text = query.get("q") || "";
  const index = await institutions();
  if (query.has("mode") || query.has("batch") || query.get("sort") === "recent") await addListings(index, load);
  const [coming, past] = await Promise.all([courses("courses"), courses("past")]);
  const marks = marksOf(index, query);
  const result = await findAll({ load, index, coming, past }, text, marks);
  if (turn !== asked) return;
  browse.classList.remove("late");
  browse.hidden = query.toString() !== "";
  none.hidden = true;
  if (!browse.hidden) {
    count.textContent = index.rows.length ? `登记册中共 ${index.rows.length} 个机构。输入时即时查找。` : "";
    for (const each of Object.values(sections)) each.hidden = true;
    return;
  }
  const hits = result.hits.hits.filter(({ row }) => passes(row, query));
  hits.sort(compareBy(query.get("sort") || ""));
  const { next, over } = divide(coming, result.next);
  const part = (/** @type {CourseHits} */ each) => ({ from: past, hits: each, numbers: each.order });
  const overPart = (/** @type {CourseHits} */ each) => ({ from: coming, hits: each, numbers: divide(coming, each).over });
  const isPart = Boolean(result.next.isPart);
  const parts = [...(isPart ? [] : [{ from: coming, hits: result.next, numbers: over }]), ...(result.over && !isPart ? [part(result.over)] : [])];
  const before = parts.reduce((sum, { numbers }) => sum + numbers.length, 0);
  const numbers = [hits.length, next.length, result.hits.pages.length, before];
  count.textContent = tell(text, result, numbers);
  count.append(...sayElsewhere(index.language, text));
  if (text && !numbers.some(Boolean)) {
    none.hidden = browse.hidden = false;
    count.append("怎样再找，见下面。");
  }
  if (text && before && !hits.length && !next.length && !result.hits.pages.length) {
    // What is over helps nobody who wants to learn now.
    const fewer = await findFewer({ load, index, coming, past }, text, marks);
    if (turn !== asked) return;
    if (fewer) count.append("现在可以只找", link(`“${fewer.by}”`, `search/?${new URLSearchParams({ q: fewer.by })}`), "。");
  }
  showPages(result.hits);
  await showSome(sections.institutions, hits, STEP, async (some) => some.map((each) => institutionHit(each, result.hits.words)));
  await showCourses(coming, index, result.next, next);
  if (turn !== asked) return;
  const question = { text, marks: marks || [] };
  const later = async () => [
    ...(isPart ? [overPart(await findCourses(coming.whole || coming, index, question))] : []),
    part(result.over || (await findCourses(past, index, question))),
  ];
  showPast(index, parts, before, result.over && !isPart ? null : later);
}

/**
 * How much was found, in a sentence.
 * @param {string} text
 * @param {{ near: boolean, by: string, over: CourseHits | null }} found
 * @param {number[]} numbers
 */
function tell(text, { near, by, over }, numbers) {
  const units = ["个机构", "门课程", "个页面", "门以前的课程"];
  const counts = numbers.slice(0, 3).some(Boolean) ? numbers.slice(0, 3) : numbers; // past ones where there is nothing else
  const parts = counts.map((number, i) => (number ? `${number} ${units[i]}` : "")).filter(Boolean);
  if (!parts.length) {
    return text ? `没有找到与“${text}”相符的机构和课程。` : "没有符合条件的机构，请放宽或者清除条件。";
  }
  const list = parts.join("、");
  if (by) return `${over ? "" : "现在"}没有同时符合“${text}”的。只找“${by}”：${list}。`;
  return near ? `没有找到“${text}”。您是不是要找：${list}。` : `找到 ${list}。`;
}

async function ask() {
  tellAddress(readForm(form));
  await answer().catch(() => {
    count.textContent = "查找用的数据没有取到。请刷新页面，或从机构名册中查找。";
    browse.classList.remove("late");
    browse.hidden = false;
  });
}

/** What Back finds again: how many hits stood there, and where one was. */
function keepPlace() {
  const shown = [sections.institutions, sections.courses].map((each) => each.querySelectorAll(".hits > li").length);
  history.replaceState({ shown, top: scrollY }, "");
}

/** @param {{ shown: number[], top: number } | null} place */
async function returnTo(place) {
  if (!place) return;
  for (const [i, section] of [sections.institutions, sections.courses].entries()) {
    const button = /** @type {HTMLButtonElement} */ (section.querySelector(":scope > button"));
    while (!section.hidden && !button.hidden && section.querySelectorAll(".hits > li").length < place.shown[i]) {
      await button.onclick?.(/** @type {any} */ (null));
    }
  }
  scrollTo(0, place.top);
}

const place = history.state;
const isBare = location.search === "?q="; // who comes by the header's button, without a word, comes to type one
fillForm(form);
openMore(form, readForm(form));
addEventListener("click", keepPlace, true);
followForm(form, ask);
if (isBare) document.getElementById("finder-q")?.focus();
ask().then(() => returnTo(place));
