// The search page: what stands in its form stands in the address, and what fits is shown at once.

/** @import { CourseHit, Index, Plan, Ranked, Row, Title } from "../../types" */

import { element, find, fold, hash, institutions, isCode, isInitials, link, load, terms } from "./lookup.js";

const STEP = 20;
const OFFERS = 4;
const FILTERS = ["area", "field", "mode", "status", "batch"];

const form = /** @type {HTMLFormElement} */ (document.getElementById("finder"));
const count = /** @type {HTMLElement} */ (document.getElementById("found"));
const browse = /** @type {HTMLElement} */ (document.getElementById("browse"));
const sections = {
  institutions: /** @type {HTMLElement} */ (document.getElementById("found-institutions")),
  courses: /** @type {HTMLElement} */ (document.getElementById("found-courses")),
};
let asked = 0;

/** What the form says, without what is empty. */
function wanted() {
  const found = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const text = String(value).trim();
    if (text) found.set(name, text);
  }
  return found;
}

/**
 * Whether an institution passes the filters; `courseToo`: field and mode are asked of the course instead.
 * @param {Row} row
 * @param {URLSearchParams} query
 * @param {boolean} courseToo
 */
function passes(row, query, courseToo) {
  /** @type {Record<string, () => string[]>} */
  const has = {
    area: () => [row.area[0]],
    field: () => row.fields,
    mode: () => row.modes,
    status: () => row.states.map((each) => each[0]),
    batch: () => row.batches.map((each) => each[0]),
  };
  return FILTERS.every((name) => {
    if (!query.has(name) || (courseToo && (name === "field" || name === "mode"))) return true;
    return has[name]().includes(query.get(name) || "");
  });
}

/** @param {Row} row */
const isListed = (row) => row.states.some((each) => each[0] === "listed");
/** @type {Record<string, (a: Ranked, b: Ranked) => number>} */
const SORTS = {
  "": (a, b) => a.rank - b.rank || Number(isListed(b.row)) - Number(isListed(a.row)) || a.row.order - b.row.order,
  name: (a, b) => a.row.order - b.row.order,
  recent: (a, b) => b.row.listed - a.row.listed || a.row.order - b.row.order,
  area: (a, b) => a.row.areaOrder - b.row.areaOrder || a.row.order - b.row.order,
};

/**
 * The text with the typed words marked.
 * @param {string} text
 * @param {string[]} words
 */
function marked(text, words) {
  const found = document.createDocumentFragment();
  let rest = text;
  while (rest) {
    const at = words.map((word) => ({ i: rest.toLowerCase().indexOf(word), word })).filter(({ i }) => i >= 0);
    if (!at.length) break;
    const { i, word } = at.reduce((a, b) => (b.i < a.i ? b : a));
    found.append(rest.slice(0, i), element("mark", "", rest.slice(i, i + word.length)));
    rest = rest.slice(i + word.length);
  }
  found.append(rest);
  return found;
}

/**
 * @param {Ranked} hit
 * @param {string[]} words
 */
function institutionHit({ row }, words) {
  const name = link("", `institutions/${row.id}/`);
  name.append(marked(row.name, words));
  const badges = row.states.map(([, label, tone]) => element("span", `badge badge--${tone}`, label));
  const latest = row.batches[row.batches.length - 1];
  const about = [row.area[1], row.fields.join("、"), row.modes.join("、"), latest && latest[1]];
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
 * The shortest run of characters in a word that is not common; the word itself where all are.
 * @param {string} term
 * @param {Map<string, number>} common
 */
function rareGram(term, common) {
  const characters = Array.from(term);
  for (let size = 1; size <= characters.length; size++) {
    for (let i = 0; i + size <= characters.length; i++) {
      const gram = characters.slice(i, i + size).join("");
      if (!common.has(gram)) return gram;
    }
  }
  return term;
}

/**
 * The titles that may fit; `all` is how many have the first word, where every word is common, else 0.
 * @param {string[]} words
 * @returns {Promise<{ found: Title[], all: number }>}
 */
async function titles(words) {
  const index = await load("search/courses/index.json");
  const common = new Map(Object.entries(index.common));
  const grams = words.map((term) => rareGram(term, common));
  const numbers = [...new Set(grams.map((gram) => hash(gram) % index.files))];
  const files = await Promise.all(numbers.map((number) => load(`search/courses/${number}.json`)));
  const found = new Map(files.flat().map((title) => [title.slice(0, 3).join("\n"), title]));
  return { found: [...found.values()], all: words.every((term) => common.has(term)) ? common.get(words[0]) : 0 };
}

/**
 * The institutions that offer a title and fit the filters and the words not in the title: row → plans.
 * @param {string[]} offers
 * @param {Map<string, Row>} byId
 * @param {URLSearchParams} query
 * @param {string[]} words
 */
function holders(offers, byId, query, words) {
  const held = new Map();
  for (const offer of offers) {
    const [id, year, course] = offer.replace("?", "").split("/");
    const row = byId.get(id);
    if (!row || !passes(row, query, true)) continue;
    const keys = [row.key, ...row.formerKeys, ...row.aliasKeys];
    if (!words.every((term) => keys.some((key) => key.includes(term)))) continue;
    if (!held.has(row)) held.set(row, []);
    held.get(row).push({ year: Number(year), course, passed: !offer.endsWith("?") });
  }
  return held;
}

/**
 * The courses that fit, those of the newest passed plans first; `all` is how many titles have the first word, where that is more.
 * @param {Index} index
 * @param {URLSearchParams} query
 * @param {string[]} words
 * @returns {Promise<{ hits: CourseHit[], all: number }>}
 */
async function courses(index, query, words) {
  if (!words.length || words.some(isCode)) return { hits: [], all: 0 };
  const byId = new Map(index.rows.map((row) => [row.id, row]));
  const { found, all } = await titles(words);
  const hits = [];
  for (const [title, field, mode, plans, offers, spelled] of found) {
    if (query.has("field") && query.get("field") !== field) continue;
    if (query.has("mode") && query.get("mode") !== mode) continue;
    const key = fold(title);
    const others = words.filter((term) => !key.includes(term) && !(isInitials(term) && spelled.includes(term)));
    if (others.length === words.length) continue;
    const held = holders(offers, byId, query, others);
    const newest = Math.max(...[...held.values()].flat().map((each) => (each.passed ? each.year : 0)));
    if (held.size) hits.push({ title, field, mode, held, newest, unlisted: plans - offers.length });
  }
  hits.sort((a, b) => b.newest - a.newest || (a.title < b.title ? -1 : 1));
  return { hits, all };
}

/**
 * An institution that offers a title, with links to the course in each plan; the name leads to the newest passed.
 * @param {string} title
 * @param {[Row, Plan[]]} offer
 */
function offerItem(title, [row, plans]) {
  const page = (/** @type {Plan} */ each) => `institutions/${row.id}/#y${each.year}-${each.course}`;
  const years = plans.flatMap((each) => [
    " ",
    link(`${each.year}${each.passed ? "" : "（未见通过记录）"}`, page(each)),
  ]);
  const check = link("查验", `verify/?${new URLSearchParams({ institution: row.id, course: title })}`);
  check.setAttribute("aria-label", `查验 ${row.name} 的“${title}”`);
  const best = plans.find((each) => each.passed) || plans[0];
  return element("li", "", link(row.name, page(best)), ...years, " ", check);
}

/**
 * @param {CourseHit} hit
 * @param {string[]} words
 */
function courseHit({ title, field, mode, held, unlisted }, words) {
  const offers = [...held].map((each) => offerItem(title, each));
  const hit = element(
    "li",
    "hit",
    element("p", "hit__title", element("strong", "", marked(title, words))),
    element("p", "hit__note", [field, mode].filter(Boolean).join(" · ")),
    element("ul", "hit__offers", ...offers.slice(0, OFFERS)),
  );
  const rest = offers.slice(OFFERS);
  if (rest.length) {
    const summary = element("summary", "", `另有 ${rest.length} 个机构`);
    hit.append(element("details", "", summary, element("ul", "hit__offers", ...rest)));
  }
  if (unlisted > 0) hit.append(element("p", "hit__note", `还有 ${unlisted} 份计划没有列出，请加上机构名称再查。`));
  return hit;
}

/**
 * Shows hits in a section, some at first and some more at each press of its button.
 * @template T
 * @param {HTMLElement} section
 * @param {T[]} hits
 * @param {(hit: T, words: string[]) => HTMLElement} make
 * @param {string[]} words
 */
function show(section, hits, make, words) {
  const list = /** @type {HTMLElement} */ (section.querySelector("ul"));
  const button = /** @type {HTMLButtonElement} */ (section.querySelector(":scope > button"));
  let shown = 0;
  const more = () => {
    const next = hits.slice(shown, shown + STEP).map((hit) => make(hit, words));
    list.append(...next);
    if (shown && next.length) next[0].querySelector("a")?.focus();
    shown += next.length;
    button.hidden = shown >= hits.length;
  };
  list.textContent = "";
  section.hidden = !hits.length;
  button.onclick = more;
  more();
}

async function answer() {
  const turn = ++asked;
  const query = wanted();
  const words = terms(query.get("q") || "");
  const any = query.toString() !== "";
  const index = await institutions();
  const hits = (await find(index, words)).filter(({ row }) => passes(row, query, false));
  hits.sort(SORTS[query.get("sort") || ""] || SORTS[""]);
  const taught = await courses(index, query, words);
  if (turn !== asked) return;
  browse.hidden = any;
  if (!any) {
    count.textContent = index.rows.length ? `名册中共 ${index.rows.length} 个机构。输入时即时查找。` : "";
    for (const each of Object.values(sections)) each.hidden = true;
    return;
  }
  show(sections.institutions, hits, institutionHit, words);
  show(sections.courses, taught.hits, courseHit, words);
  const found = [`找到 ${hits.length} 个机构`];
  if (words.length) found.push(`${taught.hits.length} 门课程`);
  let text = `${found.join("、")}。`;
  if (taught.all) text += `名称含“${words[0]}”的课程有 ${taught.all} 门，只查了最近的；请再加几个字。`;
  if (!hits.length && !taught.hits.length) {
    text += "可以换一个词、少写几个字，或清除条件。信用代码请写完整的 18 位。从未列入名单的机构不公开。";
  }
  count.textContent = text;
}

/** Puts the address into the form. A value that the form does not offer is left out. */
function read() {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of query) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
    if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = "";
  }
}

function ask() {
  const query = wanted().toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
  answer().catch(() => {
    count.textContent = "查找用的数据没有取到。请刷新页面，或从机构名册里找。";
    browse.hidden = false;
  });
}

form.hidden = false;
read();
form.addEventListener("input", (event) => {
  if (!(/** @type {InputEvent} */ (event).isComposing)) ask(); // letters of an input method are not yet what is meant
});
form.addEventListener("compositionend", ask);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
ask();
