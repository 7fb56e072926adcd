// What is found for a text, among institutions and courses, and in which order: all that a page shows of it, and
// the tests without a page.

/** @import { CourseHits, CourseIndex, Indexes, Ranked, Row, Word } from "../../types" */

import { findInstitutions, hearAll, suggestInstitutions } from "./institutions.js";
import { findElsewhere, listShorter, listStrange, readWords } from "./match.js";
import { findCourses, suggestCourses } from "./postings.js";

// Past courses are counted unasked where that is cheap: for few words, in lists of few numbers.
const FEW_WORDS = 2;
const FEW_NUMBERS = 20_000;

/** @param {Row} row */
const isListed = (row) => row.states.some(([code]) => code === "listed");
/** @type {Record<string, (a: Ranked, b: Ranked) => number>} */
const SORTS = {
  "": (a, b) => a.rank - b.rank || Number(isListed(b.row)) - Number(isListed(a.row)) || a.row.order - b.row.order,
  name: (a, b) => a.row.order - b.row.order,
  recent: (a, b) => b.row.listed - a.row.listed || a.row.order - b.row.order,
  area: (a, b) => a.row.areaOrder - b.row.areaOrder || a.row.order - b.row.order,
};

/**
 * How two institutions are ordered: "" by how well they fit, or by name, recent, area.
 * @param {string} sort
 */
export function compareBy(sort) {
  return SORTS[sort] || SORTS[""];
}

/**
 * The rows that are still to come or wait for their plan's pass, those that have passed first; and the others.
 * @param {CourseIndex} from
 * @param {CourseHits} hits
 */
export function divide(from, { order }) {
  const { coming = 0, awaited = 0 } = from.info;
  const first = order.filter((each) => each < coming);
  const second = order.filter((each) => each >= coming && each < coming + awaited);
  return { next: [...first, ...second], over: order.filter((each) => each >= coming + awaited) };
}

/** @type {CourseHits} */
const NO_COURSES = { order: [], words: [], certain: true };

/**
 * What is found for a text: institutions and courses; where nothing fits, what may be meant. `marks` are those
 * of the courses; null where no course is asked for. `over` is null where past courses are found
 * when one asks: of many words they take much to find, so first comes what fits now. `by` is what was looked for
 * where some of the words were left out, else empty.
 * @param {Indexes} indexes
 * @param {string} text
 * @param {string[][] | null} marks
 */
export async function findAll({ load, index, coming, past }, text, marks) {
  const words = readWords(index.language, text);
  const isCheap = words.length <= FEW_WORDS && weigh(past, words) < FEW_NUMBERS;
  const question = text && marks ? { text, marks, isNow: !isCheap } : null;
  // Together, as each asks for files: one after the other they would take a slow line three times as long.
  const [hits, next, early] = await Promise.all([
    findInstitutions(index, load, text),
    question ? findCourses(coming, index, question) : NO_COURSES,
    question && isCheap ? findCourses(past, index, question) : null,
  ]);
  const some = hits.hits.length + hits.pages.length + next.order.length;
  if (question && some && !early) return { hits, next, over: null, near: false, by: "" };
  const over = early || NO_COURSES;
  const later = isCheap || !question ? NO_COURSES : null;
  // What is asked for by one word and is not here resembles much that is not meant: 学历提升 is no 能力提升.
  const isElsewhere = isCheap && words.length === 1 && findElsewhere(index.language, text).length > 0;
  if (!text || some + over.order.length || isElsewhere) return { hits, next, over, near: false, by: "" };
  if (listStrange(index.language, text).length) {
    await hearAll(index, load, text);
    const hitsNear = await suggestInstitutions(index, load, text);
    const nextNear = question ? await suggestCourses(coming, index, question) : NO_COURSES;
    if (hitsNear.hits.length + nextNear.order.length) return { hits: hitsNear, next: nextNear, over: later, near: true, by: "" };
  }
  const fewer = await findFewer({ load, index, coming, past }, text, marks);
  if (fewer) return { ...fewer, over: later };
  if (later || !question) return { hits, next, over, near: true, by: "" };
  const every = { ...question, isNow: false };
  const [nextEvery, overEvery] = await Promise.all([findCourses(coming, index, every), findCourses(past, index, every)]);
  return { hits, next: nextEvery, over: overEvery, near: !(nextEvery.order.length + overEvery.order.length), by: "" };
}

/**
 * What fits most of several words that nothing fits together: as many as can be, the first before the last; else null.
 * @param {Indexes} indexes
 * @param {string} text
 * @param {string[][] | null} marks
 */
export async function findFewer({ load, index, coming }, text, marks) {
  for (const by of listShorter(index.language, text)) {
    const hits = await findInstitutions(index, load, by);
    const next = marks ? await findCourses(coming, index, { text: by, marks, isNow: true }) : NO_COURSES;
    if (hits.hits.length + next.order.length) return { hits: { ...hits, pages: [] }, next, over: NO_COURSES, near: true, by };
  }
  return null;
}

/**
 * How many numbers the past courses of words are counted by.
 * @param {CourseIndex} past
 * @param {Word[]} words
 */
function weigh(past, words) {
  const texts = words.flatMap(({ text, also }) => [text, ...also]).map((each) => each.slice(0, 2));
  return texts.reduce((sum, each) => sum + past.size(each) + past.size(`@${each}`), 0);
}
