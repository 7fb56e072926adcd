// Courses in small files, as registry/publish/search/postings.py writes them: which rows fit what is asked, the
// best first. What loads a file of the site is given, so that all of it runs without a page too.

/** @import { Clause, CourseHits, CourseIndex, CourseQuestion, Index, Load, PostingsInfo, Row, Word } from "../../types" */

import {
  fold, hash, hearKnown, isNear, pairs, readWords, spell, splitSyllables, splitWords,
} from "./match.js";
import { isMonths, listMonths } from "./months.js";
import { decodeNumbers, intersect } from "./numbers.js";

/** How a row fits a word, the best first. */
const RANKS = { begins: 0, title: 1, mark: 1, spelled: 2, other: 2, meant: 3, meantOther: 5, held: 7 };
const NONE = 255;
const MOST_BIG = 2; // lists of numbers with a file of their own that are fetched for one text
const LONGER = 1.2; // a list hardly longer than another has hardly another row
const COMMON = 4; // what more than one row in so many has leaves out hardly any
const MOST_RARE = 4; // other lists
const MOST_NEAR = 6; // lists by which a text with a wrong character is found
const MOST_SPLIT = 4; // ways to split words that were run together
const MOST_CHECKED = 8; // rows of which one is looked up whether it is near
const MOST_INSTITUTIONS = 8; // of which the courses are asked for by a word in their names

/**
 * The index of a folder of courses. It lists of big lists what is not over; its `whole` lists all, from one more file each.
 * @param {Load} load
 * @param {string} folder
 * @returns {Promise<CourseIndex>}
 */
export async function openCourses(load, folder) {
  /** @type {PostingsInfo} */
  const info = await load(`${folder}/index.json`);
  const big = new Map(Object.keys(info.big).map((term, i) => [term, i]));
  /** @type {Map<string, Promise<number[]>>} */
  const lists = new Map();

  const read = async (/** @type {string} */ term) => {
    if (big.has(term)) return decodeNumbers(await load(`${folder}/big-${big.get(term)}.json`));
    const file = await load(`${folder}/${hash(term.replace(/^[@$]+/, "")) % info.files}.json`);
    return Object.prototype.hasOwnProperty.call(file, term) ? decodeNumbers(file[term]) : [];
  };
  const list = (/** @type {string} */ term) => {
    const numbers = lists.get(term) || read(term);
    lists.set(term, numbers);
    numbers.catch(() => lists.delete(term));
    return numbers;
  };
  const row = async (/** @type {number} */ number) => {
    const rows = await load(`${folder}/rows-${Math.floor(number / info.block)}.json`);
    return rows[number % info.block];
  };
  const isBig = (/** @type {string} */ term) => big.has(term);
  const size = (/** @type {string} */ term) => info.big[term] || 0;
  const index = { info, list, row, isBig, size, isWhole: info.first === undefined };
  const rest = async (/** @type {string} */ term) => decodeNumbers(await load(`${folder}/big-${big.get(term)}-rest.json`));
  const listAll = async (/** @type {string} */ term) => (big.has(term) ? [...(await list(term)), ...(await rest(term))] : list(term));
  return { ...index, whole: index.isWhole ? index : { ...index, list: listAll, isWhole: true } };
}

/**
 * The rows whose texts of a kind ("" the title, "@" the others) have all pairs of a text. Where some pairs are
 * rare, those are enough.
 * @param {CourseIndex} index
 * @param {string} kind
 * @param {string} text
 * @param {number} [most] of lists with a file of their own
 */
async function findText(index, kind, text, most = MOST_BIG) {
  const all = text.length > 1 ? pairs(text).map((each) => kind + each) : [text];
  const rare = all.filter((each) => !index.isBig(each));
  const [first, ...big] = all.filter((each) => index.isBig(each)).sort((a, b) => index.size(a) - index.size(b));
  const isTelling = (/** @type {number} */ size) => size > index.size(first) * LONGER && size < index.info.units / COMMON;
  const others = big.filter((each) => isTelling(index.size(each))).slice(0, most - 1);
  return findAllOf(index, rare.length ? rare : [first, ...others].filter(Boolean));
}

/**
 * The rows that have all terms. Where none has the first, the others are not fetched; of many some are enough.
 * @param {CourseIndex} index
 * @param {string[]} terms
 */
async function findAllOf(index, terms) {
  const first = terms.length ? await index.list(terms[0]) : [];
  if (!first.length) return [];
  const some = takeSome(terms.slice(1), MOST_RARE - 1);
  return intersect([first, ...(await Promise.all(some.map(index.list)))]);
}

/**
 * So many of the terms, from all of them.
 * @param {string[]} terms
 * @param {number} most
 */
function takeSome(terms, most) {
  const step = Math.max(1, terms.length / most);
  return terms.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

/**
 * The rows whose titles begin with a text, of those that have it.
 * @param {CourseIndex} index
 * @param {string} text
 * @param {number[]} having
 */
async function findBeginning(index, text, having) {
  const term = `$${text.slice(0, 2)}`;
  return having.length && !index.isBig(term) ? intersect([having, await index.list(term)]) : [];
}

/**
 * The rows whose titles are spelled so, by initials or in whole syllables.
 * @param {CourseIndex} index
 * @param {Set<string>} heard
 * @param {string} letters
 */
async function findSpelling(index, heard, letters) {
  const initials = Array.from(letters).slice(2).map((_, i) => `^${letters.slice(i, i + 3)}`);
  const numbers = await findAllOf(index, initials);
  if (numbers.length) return [numbers];
  return Promise.all(splitSyllables(heard, letters).map((way) => findAllOf(index, pairs2(way))));
}

/**
 * Of terms the rare ones and the shortest of the big lists, which are enough.
 * @param {CourseIndex} index
 * @param {string[]} terms
 */
function keepRare(index, terms) {
  const rare = terms.filter((each) => !index.isBig(each));
  const big = terms.filter((each) => index.isBig(each)).sort((a, b) => index.size(a) - index.size(b));
  return rare.length ? [...rare, ...big.slice(0, 1)] : big;
}

/** @param {string[]} syllables */
const pairs2 = (syllables) => syllables.slice(1).map((each, i) => `~${syllables[i]}${each}`);

/**
 * What a word asks of a row: lists of rows, each with its rank. Years and months are those of the index.
 * @param {CourseIndex} index
 * @param {Index} institutions
 * @param {Word} word
 * @param {boolean} isAlone
 * @returns {Promise<Clause>}
 */
async function askWord(index, institutions, word, isAlone) {
  const { text, also, latin } = word;
  const title = await findText(index, "", text);
  /** @type {Clause} */
  const clause = [
    [await findBeginning(index, text, title), RANKS.begins],
    [title, RANKS.title],
  ];
  if (text.length > 1) clause.push([await findText(index, "@", text), RANKS.other]);
  // Of what a word may mean, the longest says most.
  const longest = Math.max(0, ...also.map((each) => each.length));
  for (const each of also) {
    const less = each.length < longest ? 1 : 0;
    clause.push([await findText(index, "", each, 1), RANKS.meant + less]);
    if (each.length > 1) clause.push([await findText(index, "@", each, 1), RANKS.meantOther + less]);
  }
  if (latin && text.length > 2 && !also.length) {
    for (const rows of await findSpelling(index, institutions.language.heard, text)) clause.push([rows, RANKS.spelled]);
  }
  for (const mark of listMarks(index, institutions, word)) clause.push([await index.list(mark), mark.startsWith("#f") ? RANKS.meant : RANKS.mark]);
  for (const mark of isAlone ? [] : listOfferers(institutions, word)) clause.push([await index.list(mark), RANKS.held]);
  return clause;
}

/**
 * The marks that a word may mean: no fee, a month, an area.
 * @param {CourseIndex} index
 * @param {Index} institutions
 * @param {Word} word
 */
function listMarks({ info }, institutions, { text, also, free }) {
  const marks = free ? ["#f:0"] : [];
  for (const each of listMonths(text, info.months || [], info.month || 0)) marks.push(`#m:${each}`);
  const asked = [text, ...also].filter((each) => each.length > 1);
  for (const [id, ...names] of institutions.areas) {
    if (names.map(fold).some((name) => asked.some((each) => name.includes(each)))) marks.push(`#a:${id}`);
  }
  return marks;
}

/**
 * The marks of the institutions whose names have a word, which stands beside other words.
 * @param {Index} institutions
 * @param {Word} word
 */
function listOfferers({ rows }, { text, latin }) {
  const isNamed = (/** @type {Row} */ row) =>
    row.key.includes(text) || row.aliasKeys.some((each) => each.includes(text)) || (latin && row.initials.some((each) => each.includes(text)));
  const named = rows.filter(isNamed);
  return named.length <= MOST_INSTITUTIONS ? named.map((row) => `#i:${row.id}`) : [];
}

/**
 * A word of courses without the institutions that have it in their names: not all that these teach is about it. Where no
 * course has it, it is a name.
 * @param {Clause} clause
 */
function leaveNames(clause) {
  const own = clause.filter(([, rank]) => rank !== RANKS.held);
  return own.some(([rows]) => rows.length) ? own : clause;
}

/**
 * The rows that fit every clause, the best first and of equals the earlier, and whether any fits.
 * @param {number} units
 * @param {Clause[]} clauses
 */
function rankRows(units, clauses) {
  if (clauses.some((clause) => !clause.some(([rows]) => rows.length))) return [];
  const total = new Uint8Array(units);
  for (const clause of clauses) {
    const one = new Uint8Array(units).fill(NONE);
    for (const [rows, rank] of clause) for (const row of rows) if (rank < one[row]) one[row] = rank; // beyond, nothing is kept
    for (let i = 0; i < units; i++) total[i] = total[i] === NONE || one[i] === NONE ? NONE : total[i] + one[i];
  }
  /** @type {number[][]} */
  const byRank = [];
  for (let i = 0; i < units; i++) if (total[i] !== NONE) (byRank[total[i]] = byRank[total[i]] || []).push(i);
  return byRank.flat();
}

/**
 * What is asked of a row beside words: one mark of each group, and an audience in what is said beside the title.
 * @param {CourseIndex} index
 * @param {Index} institutions
 * @param {CourseQuestion} question
 * @returns {Promise<Clause[]>}
 */
function askFilters(index, institutions, { marks, audience }) {
  const groups = marks.map((group) => group.map((mark) => index.list(mark)));
  for (const { text, also } of readWords(institutions.language, audience || "")) {
    groups.push([text, ...also].map((each) => findText(index, "@", each)));
  }
  return Promise.all(
    groups.map(async (group) => (await Promise.all(group)).map((rows) => /** @type {[number[], number]} */ ([rows, 0]))),
  );
}

/**
 * What words ask of rows, the rarest first: where no row has it, the others are not asked.
 * @param {CourseIndex} index
 * @param {Word[]} words
 * @param {(word: Word) => Promise<Clause>} ask
 * @returns {Promise<Clause[]>}
 */
async function askWords(index, words, ask) {
  const clauses = [];
  const sizes = new Map(words.map((word) => [word, sizeOf(index, word)]));
  for (const word of [...words].sort((a, b) => (sizes.get(a) || 0) - (sizes.get(b) || 0))) {
    const clause = await ask(word);
    clauses.push(clause);
    if (!clause.some(([rows]) => rows.length)) break;
  }
  return clauses;
}

/**
 * About how many rows a word asks for; small lists count for nothing.
 * @param {CourseIndex} index
 * @param {Word} word
 */
function sizeOf(index, { text, also, free }) {
  const rarest = (/** @type {string[]} */ terms) => Math.min(...terms.map(index.size));
  const sizes = [text, ...also].flatMap((each) => ["", "@"].map((kind) => rarest(each.length > 1 ? pairs(each).map((pair) => kind + pair) : [each])));
  return sizes.reduce((sum, each) => sum + each, free ? index.size("#f:0") : 0);
}

/**
 * The rows that fit words and marks: every word, else the words that were run together.
 * @param {CourseIndex} index
 * @param {Index} institutions
 * @param {CourseQuestion} question
 * @returns {Promise<CourseHits>}
 */
export async function findCourses(index, institutions, question) {
  const words = readWords(institutions.language, question.text);
  let isPart = false;
  const list = (/** @type {string} */ term) => {
    isPart = isPart || (index.isBig(term) && !index.isWhole);
    return index.list(term);
  };
  const watched = { ...index, list };
  const filters = await askFilters(watched, institutions, question);
  for (const way of [words, ...splitWords(institutions.language, words).slice(0, MOST_SPLIT)]) {
    const clauses = await askWords(index, way, (word) => askWord(watched, institutions, word, way.length === 1));
    for (const said of [clauses.map(leaveNames), clauses]) {
      const order = rankRows(isPart ? index.info.first || 0 : index.info.units, [...filters, ...said]);
      if (order.length) return { order, words: way, certain: true, isPart };
    }
  }
  if (isPart && index.whole && !question.isNow) return findCourses(index.whole, institutions, question);
  return { order: [], words, certain: true, isPart };
}

/**
 * The rows that may be meant by words that no row fits: titles that sound alike or differ in one character.
 * `institutions` knows how all characters are read.
 * @param {CourseIndex} index
 * @param {Index} institutions
 * @param {CourseQuestion} question
 * @returns {Promise<CourseHits>}
 */
export async function suggestCourses(index, institutions, question) {
  const words = readWords(institutions.language, question.text);
  const filters = await askFilters(index, institutions, question);
  for (const way of [words, ...splitWords(institutions.language, words).slice(0, 1)]) {
    const clauses = await askWords(index, way, (word) => askNear(index, institutions, word, way.length === 1));
    const order = way.length ? rankRows(index.isWhole ? index.info.units : index.info.first || 0, [...filters, ...clauses]) : [];
    if (order.length) return { order, words: way, certain: false, isPart: !index.isWhole };
  }
  return { order: [], words, certain: false, isPart: !index.isWhole };
}

/**
 * What a word asks of a row, where it may be wrong in a character.
 * @param {CourseIndex} index
 * @param {Index} institutions
 * @param {Word} word
 * @param {boolean} isAlone
 * @returns {Promise<Clause>}
 */
async function askNear(index, institutions, word, isAlone) {
  const exact = await askWord(index, institutions, word, isAlone);
  if (exact.some(([rows]) => rows.length)) return exact;
  if (/^[0-9a-z]+$/.test(word.text) || word.text.length < 2) return exact;
  const { language } = institutions;
  const syllables = spell(language.syllables, word.text);
  // Two syllables are in many titles by chance: only known words are meant by them.
  const alike = (hearKnown(language).get(syllables.join("")) || []).filter((each) => each !== word.text);
  /** @type {Clause} */
  const clause = word.text.length > 2 ? [[await findAllOf(index, keepRare(index, pairs2(syllables))), RANKS.begins]] : [];
  for (const each of alike) {
    clause.push([await findText(index, "", each), RANKS.title], [await findText(index, "@", each), RANKS.other]);
  }
  const isFound = clause.some(([rows]) => rows.length);
  return isFound ? clause : [[await findOneWrong(index, word.text), RANKS.begins]];
}

/**
 * Whether a row has the words that are longer than the pairs by which it was found.
 * @param {any[]} row
 * @param {Index} institutions
 * @param {CourseHits} hits
 */
export function holds(row, institutions, { words, certain }) {
  if (!certain) return true;
  const text = row.slice(0, 8).map((each) => fold(String(each))).join(" ");
  const institution = institutions.byId.get(row[1]);
  const beside = institution ? [...institution.area, institution.key, ...institution.aliasKeys].map(fold).join(" ") : "";
  return words.every((word) => {
    if (word.latin || word.text.length < 3 || word.free || isMonths(word.text)) return true;
    return [word.text, ...word.also].some((each) => text.includes(each) || beside.includes(each));
  });
}

/**
 * The rows whose titles have a text of four characters or more but for one of them.
 * @param {CourseIndex} index
 * @param {string} text
 */
async function findOneWrong(index, text) {
  const all = pairs(text);
  if (all.length < 3) return [];
  const rare = takeSome(all.filter((each) => !index.isBig(each)), MOST_NEAR);
  const lists = new Map(await Promise.all(rare.map(async (each) => /** @type {[string, number[]]} */ ([each, await index.list(each)]))));
  /** @type {Set<number>} */
  const candidates = new Set();
  for (let wrong = 0; wrong < text.length; wrong++) {
    const left = all.filter((each, i) => i !== wrong && i !== wrong - 1 && lists.has(each));
    if (left.length) for (const row of intersect(left.map((each) => lists.get(each) || []))) candidates.add(row);
  }
  const checked = [...candidates].sort((a, b) => a - b).slice(0, MOST_CHECKED);
  const rows = await Promise.all(checked.map(index.row));
  return checked.filter((_, i) => isNear(text, fold(rows[i][0])));
}
