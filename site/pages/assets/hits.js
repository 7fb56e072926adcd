// What search and the finder of courses show of what they found.

/** @import { PlannedCourse, CourseHits, CourseIndex, Index, Language, PastTitle, Word } from "../../types" */

import { findElsewhere } from "./match.js";
import { holds } from "./postings.js";
import { element, link } from "./site.js";

const OFFERS = 4;

/**
 * A course of this year's or the next's plan, by name; see postings and courses in registry/publish/search/.
 * @param {any[]} row
 * @returns {PlannedCourse}
 */
export function readCourse(row) {
  const [title, institution, year, id, field, subject, mode, audience, months, hours, fee, phone, awaited, benefit] = row;
  return { title, institution, year, id, field, subject, mode, audience, months, hours, fee, phone, awaited, benefit };
}

/**
 * The text with the words marked.
 * @param {string} text
 * @param {Word[]} words
 */
export function marked(text, words) {
  const fragment = document.createDocumentFragment();
  const sought = words.flatMap((each) => [each.text, ...each.also]);
  let rest = text;
  while (rest) {
    const at = sought.map((word) => ({ i: rest.toLowerCase().indexOf(word), word })).filter(({ i }) => i >= 0);
    if (!at.length) break;
    const { i, word } = at.reduce((a, b) => (b.i < a.i ? b : a));
    fragment.append(rest.slice(0, i), element("mark", "", rest.slice(i, i + word.length)));
    rest = rest.slice(i + word.length);
  }
  fragment.append(rest);
  return fragment;
}

/**
 * A telephone number that one can tap; an extension is dialled after a pause, as on the pages.
 * @param {string} number
 */
function phoneLink(number) {
  const anchor = element("a", "", number);
  anchor.setAttribute("href", `tel:${number.replace(/转/g, ",").replace(/[^\d+,]/g, "")}`);
  return anchor;
}

/**
 * When a course is planned, in words: the months from one on (202611), where there are such.
 * @param {PlannedCourse} course
 * @param {number} now
 */
export function monthsText({ year, months }, now) {
  const next = months.filter((each) => year * 100 + each >= now);
  const shown = next.length ? next : months;
  return shown.length ? `${year}年${shown.join("、")}月` : `${year}年，月份未载明`;
}

/**
 * A course with when, where, what it costs and whom to call.
 * @param {PlannedCourse} course
 * @param {Index} index
 * @param {Word[]} words
 * @param {number} now
 */
export function courseHit(course, index, words, now) {
  const institution = index.byId.get(course.institution);
  const { title, year, id, phone, awaited } = course;
  const page = `institutions/${course.institution}/`;
  const name = link("", `${page}#y${year}-${id}`);
  name.append(marked(title, words));
  const heading = element("p", "hit__title", name);
  if (awaited) heading.append(" ", element("span", "badge badge--open", "未见通过记录"));
  if (course.benefit) heading.append(" ", element("span", "badge badge--note", "公益"));
  const [, area] = institution ? institution.area : [];
  const check = link("查验", `verify/?${new URLSearchParams({ institution: course.institution, course: title })}`);
  const called = institution ? institution.name : course.institution;
  check.setAttribute("aria-label", `查验 ${called} 的“${title}”`);
  const facts = [
    element("strong", "", monthsText(course, now)),
    area || "",
    course.fee || "收费未载明",
    phone ? element("span", "", "电话 ", phoneLink(phone)) : "",
    check,
  ];
  const about = [course.field, course.audience, course.mode, course.hours ? `${course.hours} 课时` : ""];
  return element(
    "li",
    "hit",
    heading,
    element("p", "hit__note", link(called, page)),
    pieces("hit__facts", facts),
    pieces("hit__note", about),
  );
}

/**
 * A line of the pieces that are there: it breaks between them, where a dot would hang.
 * @param {string} className
 * @param {(string | Node)[]} all
 */
function pieces(className, all) {
  return element("p", `${className} pieces`, ...all.filter(Boolean).map((each) => element("span", "", each)));
}

/**
 * A title of other plans, with the institutions that had it and the years.
 * @param {PastTitle} row
 * @param {Index} index
 * @param {Word[]} words
 */
export function pastHit([title, field, mode, plans, offers], index, words) {
  /** @type {Map<string, { year: string, course: string, passed: boolean }[]>} */
  const held = new Map();
  for (const each of offers) {
    const [id, year, course] = each.replace("?", "").split("/");
    held.set(id, [...(held.get(id) || []), { year, course, passed: !each.endsWith("?") }]);
  }
  const items = [...held].map(([id, years]) => {
    const row = index.byId.get(id);
    const links = years.flatMap(({ year, course, passed }) => [
      " ",
      link(`${year}${passed ? "" : "（未见通过记录）"}`, `institutions/${id}/#y${year}-${course}`),
    ]);
    const check = link("查验", `verify/?${new URLSearchParams({ institution: id, course: title })}`);
    check.setAttribute("aria-label", `查验 ${row ? row.name : id} 的“${title}”`);
    return element("li", "", row ? row.name : id, ...links, " ", check);
  });
  const hit = element(
    "li",
    "hit",
    element("p", "hit__title", element("strong", "", marked(title, words))),
    element("p", "hit__note", [field, mode].filter(Boolean).join(" · ")),
    element("ul", "hit__offers", ...items.slice(0, OFFERS)),
  );
  const rest = items.slice(OFFERS);
  if (rest.length) {
    hit.append(element("details", "", element("summary", "", `另有 ${rest.length} 个机构`), element("ul", "hit__offers", ...rest)));
  }
  if (plans > offers.length) {
    hit.append(element("p", "hit__note", `还有 ${plans - offers.length} 份计划没有列出，请加上机构名称再查。`));
  }
  return hit;
}

/**
 * The rows of some numbers that have the words; what was found by pairs of characters alone is left out.
 * @param {CourseIndex} from
 * @param {Index} index
 * @param {CourseHits} hits
 * @param {number[]} numbers
 */
export async function readRows(from, index, hits, numbers) {
  const rows = await Promise.all(numbers.map(from.row));
  return rows.filter((row) => holds(row, index, hits));
}

/**
 * Shows hits in a section, some at first and some more at each press of its button.
 * @template T
 * @param {HTMLElement} section
 * @param {T[]} hits
 * @param {number} step
 * @param {(hits: T[]) => Promise<HTMLElement[]>} make
 */
export async function showSome(section, hits, step, make) {
  const list = /** @type {HTMLElement} */ (section.querySelector("ul"));
  const button = /** @type {HTMLButtonElement} */ (section.querySelector(":scope > button"));
  let shown = 0;
  const more = async () => {
    const begin = shown;
    shown += step;
    const next = await make(hits.slice(begin, begin + step));
    list.append(...next);
    if (begin && next.length) next[0].querySelector("a")?.focus();
    button.hidden = shown >= hits.length;
  };
  list.textContent = "";
  section.hidden = !hits.length;
  button.onclick = more;
  await more();
}

/**
 * What a text asks for that is not here, in a sentence; the city's own settings say where one asks.
 * @param {Language} language
 * @param {string} text
 */
export function sayElsewhere(language, text) {
  const missing = findElsewhere(language, text);
  if (!missing.length) return [];
  const titles = missing.map(({ title }) => title).join("、");
  const own = missing.filter((each) => each.text);
  const sentence = `这里只有专业技术人员继续教育的机构和课程，没有${titles}。`;
  return [sentence, ...own.map((each) => (each.link ? outside(each.text, each.link) : each.text))];
}

/**
 * A link to another site.
 * @param {string} text
 * @param {string} url
 */
function outside(text, url) {
  const anchor = element("a", "", text);
  anchor.setAttribute("href", url);
  anchor.setAttribute("rel", "nofollow");
  return anchor;
}
