// Institutions: the look-up read from its columns, and those that fit what is typed. What loads a file of the
// site is given, so that all of it runs without a page too.

/** @import { Columns, Found, Index, Language, Listings, Load, Lookups, Ranked, Row, Word } from "../../types" */

import {
  MODE, findPages, findSpelled, fold, hash, isNear, listStrange, makeLanguage, makeWord, pairs, readSyllables,
  readWords, simplify, spell, splitWords,
} from "./match.js";
import { decodeNumbers, intersect } from "./numbers.js";

/** How an institution fits a word, the best first; FAR only where nothing fits better. */
const RANKS = { begins: 0, has: 1, area: 1, alias: 2, spelled: 3, within: 4, other: 5, meant: 6, meantOther: 7, place: 8, sound: 9, far: 20 };

/**
 * The institutions and the words by which they are compared.
 * @param {Load} load
 * @returns {Promise<Index>}
 */
export async function openInstitutions(load) {
  const [data, words] = await Promise.all([load("search/institutions.json"), load("search/words.json")]);
  const language = makeLanguage(words);
  const rows = readRows(data, language);
  for (const [, ...names] of data.areas) {
    for (const each of names) {
      for (const name of [each, each.replace(/(区|县|市)$/, "")].map(fold)) {
        language.known.add(name);
        language.places.add(name);
      }
    }
  }
  for (const each of [...data.fields, ...data.states.map((/** @type {string[]} */ [, label]) => label)]) {
    language.known.add(fold(each));
  }
  const counts = { codes: data.codes, keys: data.keys, places: data.places };
  return { rows, byId: new Map(rows.map((row) => [row.id, row])), language, areas: data.areas, counts };
}

/** @param {string} text */
const places = (text) => (text ? text.split(" ").map((place) => parseInt(place, 36)) : []);

/**
 * The rows of the look-up, from its columns; see build_columns in registry/publish/search/institutions.py.
 * @param {Columns} data
 * @param {Language} language
 * @returns {Row[]}
 */
function readRows(data, language) {
  const lines = (/** @type {string} */ text) => (data.name ? text.split("\n") : []);
  const [areas, fields, states] = [data.area, data.field, data.state].map((each) => lines(each).map(places));
  // The texts of tables are folded once, not for each row.
  const areaKeys = data.areas.map((each) => each.slice(1).map(fold));
  const fieldKeys = data.fields.map(fold);
  const stateKeys = data.states.map(([, label]) => fold(label));
  const names = lines(data.name);
  let id = "";
  const rows = lines(data.id).map((line, i) => {
    id = id.slice(0, parseInt(line[0], 36)) + line.slice(1);
    const former = data.former[i] || [];
    const aliases = (data.aliases && data.aliases[i]) || [];
    const key = fold(names[i]);
    const others = [
      fold(id),
      ...fields[i].map((each) => fieldKeys[each]),
      ...states[i].map((each) => stateKeys[each]),
    ];
    return {
      id,
      name: names[i],
      former,
      aliases,
      area: data.areas[areas[i][0]],
      fields: fields[i].map((each) => data.fields[each]),
      states: states[i].map((each) => data.states[each]),
      key,
      aliasKeys: [...former, ...aliases].map(fold),
      spelled: [(data.spelled[i] || "").split(" ")],
      initials: /** @type {string[]} */ ([]),
      letters: /** @type {string[]} */ ([]),
      line: i,
      others,
      areaKeys: areaKeys[areas[i][0]],
      order: 0,
      areaOrder: areas[i][0],
      modes: [],
      batches: [],
      listed: -1,
    };
  });
  for (const row of rows) {
    if (!row.spelled[0][0]) row.spelled[0] = spell(language.syllables, row.key);
    for (const each of row.aliasKeys) row.spelled.push(spell(language.syllables, each));
    row.initials = row.spelled.map((each) => each.map((syllable) => syllable[0]).join(""));
    row.letters = row.spelled.map((each) => each.join(""));
  }
  sortNames(rows);
  return rows;
}

/**
 * Gives each row its place in the order of names, numbers in them by their value; to compare Chinese is slow.
 * @param {Row[]} rows
 */
function sortNames(rows) {
  const { compare } = new Intl.Collator("zh-Hans-CN", { numeric: true });
  [...rows].sort((a, b) => compare(a.name, b.name)).forEach((row, i) => (row.order = i));
}

/** @type {WeakMap<Index, Promise<void>>} */
const listed = new WeakMap();

/**
 * Adds ways of teaching and lists to the rows, which only some questions need.
 * @param {Index} index
 * @param {Load} load
 */
export function addListings(index, load) {
  const listings = listed.get(index) || load("search/listings.json").then((data) => readListings(index, data));
  listed.set(index, listings);
  listings.catch(() => listed.delete(index));
  return listings;
}

/**
 * @param {Index} index
 * @param {Listings} data
 */
function readListings(index, data) {
  const modes = data.mode.split("\n");
  const batches = data.batch.split("\n");
  const keys = data.batches.map(([, ...texts]) => texts.map(fold));
  index.rows.forEach((row, i) => {
    row.modes = places(modes[i]).map((each) => data.modes[each]);
    const of = places(batches[i]);
    row.batches = of.map((each) => data.batches[each]);
    row.listed = Math.max(-1, ...of);
    row.others = [...row.others, ...row.modes.map(fold), ...of.flatMap((each) => keys[each])];
  });
}

/**
 * What is looked up whole for a word: ids by the beginning of a code, ids and pages by a key.
 * @param {Index} index
 * @param {Load} load
 * @param {Word} word
 * @returns {Promise<Lookups>}
 */
async function lookUp(index, load, { text }) {
  const ids = new Set();
  const pages = [];
  if (/^[0-9a-z]{8,18}$/.test(text) && /\d/.test(text)) {
    const code = text.toUpperCase();
    const byCode = await load(`search/codes/${hash(code.slice(0, 8)) % index.counts.codes}.json`);
    for (const each of Object.keys(byCode)) if (each.startsWith(code)) ids.add(byCode[each]);
  }
  if (text.length > 1 && !/^[a-z]+$/.test(text)) {
    const byKey = await load(`search/keys/${hash(text) % index.counts.keys}.json`);
    const key = hash([...text].reverse().join("")).toString(36);
    const targets = Object.prototype.hasOwnProperty.call(byKey, key) ? byKey[key] : [];
    for (const each of targets) {
      if (each.includes("/")) pages.push(each);
      else ids.add(each);
    }
  }
  return { ids, pages };
}

/**
 * How well an institution fits a word, by RANKS; -1 not at all.
 * @param {Row} row
 * @param {Word} word
 * @param {Set<string>} ids
 */
function fit(row, { text, also, latin }, ids) {
  if (ids.has(row.id)) return RANKS.begins;
  const at = row.key.indexOf(text);
  if (at >= 0) return at ? RANKS.has : RANKS.begins;
  if (row.aliasKeys.some((each) => each.includes(text))) return RANKS.alias;
  if (latin && text.length > 1) {
    const place = findLetters(row, text);
    if (place === 0) return RANKS.spelled;
    if (place > 0 && !also.length) return RANKS.within;
  }
  if (row.areaKeys.some((each) => each.includes(text))) return RANKS.area;
  if (row.others.some((each) => each.includes(text))) return RANKS.other;
  if (also.some((each) => row.key.includes(each))) return RANKS.meant;
  if (also.some((each) => row.others.some((other) => other.includes(each)))) return RANKS.meantOther;
  if (also.some((each) => row.areaKeys.some((other) => other.includes(each)))) return RANKS.meantOther;
  // Letters that are a known word rarely mean a sound within a name: hushi is 护士, not the end of one name and the beginning of another.
  return latin && also.length && text.length > 1 && findLetters(row, text) > 0 ? RANKS.sound : -1;
}

/**
 * Where in a name letters are the initials of syllables, or spell them; -1 where neither.
 * @param {Row} row
 * @param {string} letters
 */
function findLetters(row, letters) {
  for (let i = 0; i < row.spelled.length; i++) {
    const at = row.initials[i].indexOf(letters);
    if (at >= 0) return at;
    const spelled = letters.length > 2 && row.letters[i].includes(letters) ? findSpelled(row.spelled[i], letters) : -1;
    if (spelled >= 0) return spelled;
  }
  return -1;
}

/** @type {Lookups} */
const NOTHING = { ids: new Set(), pages: [] };

/**
 * The institutions that fit every word, with the sum of their ranks, in the order of their ids.
 * @param {Index} index
 * @param {Load} load
 * @param {Word[]} words
 * @param {boolean} isTyped as they were typed: words that were split are not looked up in small files
 * @returns {Promise<Found>}
 */
async function findExact(index, load, words, isTyped) {
  // A code, an id and a telephone are looked up by themselves.
  const isListing = (/** @type {string} */ each) => (/\d|批|号/.test(each) && !/^[0-9a-z]{5,}$/.test(each)) || MODE.test(each);
  if (words.some(({ text, also }) => [text, ...also].some(isListing))) await addListings(index, load);
  const looked = await Promise.all(words.map((word) => (isTyped ? lookUp(index, load, word) : NOTHING)));
  /** @type {Ranked[]} */
  let hits = index.rows.map((row) => ({ row, rank: 0 }));
  for (let w = 0; w < words.length && hits.length; w++) {
    const before = hits;
    hits = rankBy(before, (row) => fit(row, words[w], looked[w].ids));
    if (hits.length || !isTyped) continue;
    const lines = await findPlaces(index, load, words[w]);
    hits = rankBy(before, (row) => (lines.has(row.line) ? RANKS.place : -1));
  }
  return { hits, certain: true, words, pages: words.length === 1 ? looked[0].pages : [] };
}

/**
 * The hits that a word fits, each with the sum of its ranks.
 * @param {Ranked[]} hits
 * @param {(row: Row) => number} rankOf
 */
function rankBy(hits, rankOf) {
  const ranked = [];
  for (const { row, rank } of hits) {
    const one = rankOf(row);
    if (one >= 0) ranked.push({ row, rank: rank + one });
  }
  return ranked;
}

/**
 * The lines of those whose addresses have all pairs of a word.
 * @param {Index} index
 * @param {Load} load
 * @param {Word} word
 */
async function findPlaces(index, load, { text, latin }) {
  const asked = latin ? [] : pairs(text);
  const lines = await Promise.all(
    asked.map(async (pair) => {
      const file = await load(`search/places/${hash(pair) % index.counts.places}.json`);
      return decodeNumbers(Object.prototype.hasOwnProperty.call(file, pair) ? file[pair] : "");
    }),
  );
  return new Set(intersect(lines));
}

/**
 * Adds the readings of characters that no record has, by which what is typed may sound like one that has.
 * @param {Index} index
 * @param {Load} load
 * @param {string} text what is typed
 */
export async function hearAll({ language }, load, text) {
  const strange = Array.from(listStrange(language, text).join(""));
  if (strange.every((each) => /[0-9a-z]/.test(each) || language.syllables.has(each))) return;
  for (const [each, syllable] of readSyllables(await load("search/readings.json"))) language.syllables.set(each, syllable);
}

/**
 * The institutions whose names sound like the words or differ in one character; each word fits well or so.
 * @param {Index} index
 * @param {Word[]} words
 */
function findNear(index, words) {
  const { syllables } = index.language;
  const letters = words.map(({ text, latin }) => (latin || text.length < 2 ? "" : spell(syllables, text).join("")));
  const hits = [];
  for (const row of index.rows) {
    let rank = 0;
    for (let w = 0; w < words.length && rank >= 0; w++) {
      const one = fit(row, words[w], NOTHING.ids);
      const far = one < 0 ? fitNear(row, words[w].text, letters[w]) : one;
      rank = far < 0 ? -1 : rank + far;
    }
    if (rank >= RANKS.far) hits.push({ row, rank });
  }
  return hits;
}

/**
 * @param {Row} row
 * @param {string} text
 * @param {string} letters
 */
function fitNear(row, text, letters) {
  if (/^[a-z0-9]$/.test(text[0]) && text.length < 5) return -1;
  if (letters && row.letters.some((each, i) => each.includes(letters) && isSpelled(row.spelled[i], letters))) return RANKS.far;
  if (text.length < 4) return -1;
  const inName = isNear(text, row.key) || row.aliasKeys.some((each) => isNear(text, each));
  const inSound = /^[a-z]+$/.test(text) && row.letters.some((each) => isNear(text, each));
  return inName || inSound ? RANKS.far + 1 : -1;
}

/**
 * Whether letters are whole syllables of a name.
 * @param {string[]} syllables
 * @param {string} letters
 */
function isSpelled(syllables, letters) {
  const at = findSpelled(syllables, letters);
  if (at < 0) return false;
  let length = 0;
  for (let i = at; i < syllables.length && length < letters.length; i++) length += syllables[i].length;
  return length === letters.length;
}

/**
 * The institutions that fit what is typed: every word, else the words that were run together.
 * @param {Index} index
 * @param {Load} load
 * @param {string} text
 * @returns {Promise<Found>}
 */
export async function findInstitutions(index, load, text) {
  const words = readWords(index.language, text);
  const pages = findPages(index.language, words);
  const typed = [words];
  if (words.length > 1) typed.push([makeWord(index.language, simplify(index.language, text))]);
  for (const way of typed) {
    const result = await findExact(index, load, way, true);
    if (result.hits.length || result.pages.length) return { ...result, pages: [...result.pages, ...pages] };
  }
  for (const way of splitWords(index.language, words)) {
    const result = await findExact(index, load, way, false);
    if (result.hits.length) return { ...result, certain: false, pages };
  }
  return { hits: [], certain: false, words, pages };
}

/**
 * The institutions that may be meant by what fits none: their names sound alike or differ in one character.
 * @param {Index} index
 * @param {Load} load
 * @param {string} text
 * @returns {Promise<Found>}
 */
export async function suggestInstitutions(index, load, text) {
  await hearAll(index, load, text);
  const words = readWords(index.language, text);
  for (const way of [words, ...splitWords(index.language, words).slice(0, 1)]) {
    const hits = findNear(index, way);
    if (hits.length) return { hits, certain: false, words: way, pages: [] };
  }
  return { hits: [], certain: false, words, pages: [] };
}
