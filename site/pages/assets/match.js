// How what is typed is compared with what is recorded: pure functions, without a page and without a request.
// The search page, the finder of courses and the fields of the verification share them. The folding and the hash
// are those of registry/publish/folding.py and search/packing.py; the lists of words come from search/words.py.

/** @import { Language, Word, WordLists } from "../../types" */

import { isMonths } from "./months.js";

/**
 * A text in the form that is compared: NFKC, lower case, letters and digits only.
 * @param {string} text
 */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * FNV-1a with 32 bits over the code points.
 * @param {string} text
 */
export function hash(text) {
  let digest = 2166136261;
  for (const each of text) digest = Math.imul(digest ^ /** @type {number} */ (each.codePointAt(0)), 16777619) >>> 0;
  return digest;
}

/**
 * Each two neighbours in a text.
 * @param {string} text
 */
export function pairs(text) {
  const characters = Array.from(text);
  return characters.slice(1).map((each, i) => characters[i] + each);
}

/** @param {Record<string, string>} readings */
export function readSyllables(readings) {
  /** @type {Map<string, string>} */
  const syllables = new Map();
  for (const [syllable, characters] of Object.entries(readings)) {
    for (const each of characters) syllables.set(each, syllable);
  }
  return syllables;
}

/**
 * The lists of words, ready for use. `known` are the words that a run of characters is split into, beside those
 * that the caller adds: areas, which are `places` too, fields, states.
 * @param {WordLists} data
 * @returns {Language}
 */
export function makeLanguage(data) {
  const [traditional, simple] = data.traditional.map((each) => Array.from(each));
  const meanings = new Map(Object.entries(data.synonyms));
  return {
    simple: new Map(traditional.map((each, i) => [each, simple[i]])),
    meanings,
    free: new Set(data.free),
    generic: new Set(data.generic),
    pages: new Map(Object.entries(data.pages).map(([page, names]) => [page, new Set(names)])),
    elsewhere: data.elsewhere.map(([title, names, text, link]) => ({ title, names, text, link })),
    syllables: readSyllables(data.readings),
    heard: new Set(Object.keys(data.readings)),
    known: new Set([
      ...meanings.keys(), ...[...meanings.values()].flat(), ...data.free, ...data.generic, ...Object.values(data.pages).flat(),
    ]),
    places: new Set(),
  };
}

/**
 * A folded text in simplified characters.
 * @param {Language} language
 * @param {string} text
 */
export function simplify(language, text) {
  let simple = "";
  for (const each of fold(text)) simple += language.simple.get(each) || each;
  return simple;
}

/**
 * A folded word with what it may be called in records.
 * @param {Language} language
 * @param {string} text
 * @returns {Word}
 */
export function makeWord(language, text) {
  const latin = /^[a-z]+$/.test(text);
  const spelled = latin ? hearKnown(language).get(text) || [] : [];
  const meant = [text, ...spelled].flatMap((each) => language.meanings.get(each) || []);
  const also = new Set([...spelled, ...meant]);
  also.delete(text);
  return { text, also: [...also], free: language.free.has(text), latin };
}

/**
 * Whether a word asks for a page and means nothing else.
 * @param {Language} language
 * @param {string} word
 */
const isOnlyAsked = (language, word) => !language.meanings.has(word) && [...language.pages.values()].some((names) => names.has(word));

/** @type {WeakMap<Language, Map<string, string[]>>} */
const heardOf = new WeakMap();

/**
 * The known words by how they are spelled: huli → 护理.
 * @param {Language} language
 */
export function hearKnown(language) {
  /** @type {Map<string, string[]>} */
  const heard = heardOf.get(language) || new Map();
  if (!heard.size) {
    for (const each of language.known) {
      if (isOnlyAsked(language, each)) continue; // nobody spells these, but titles and names may sound so
      const letters = spell(language.syllables, each).join("");
      if (each.length > 1 && letters !== each) heard.set(letters, [...(heard.get(letters) || []), each]);
    }
    heardOf.set(language, heard);
  }
  return heard;
}

/**
 * What is typed, as words; the parts of one credit code are one, and so are those of a phrase that is listed.
 * @param {Language} language
 * @param {string} text
 */
export function readWords(language, text) {
  const whole = simplify(language, text);
  const isOne = /^[0-9a-z]{2}[0-9]{6}[0-9a-z]{10}$/.test(whole) || language.meanings.has(whole) || language.free.has(whole);
  const parts = isOne ? [whole] : text.split(/[\s、，；。]+/).map((each) => simplify(language, each));
  return [...new Set(parts.filter(Boolean))].map((each) => makeWord(language, each));
}

/**
 * The ways to split words that were run together; each way has other words than it was given. What says little
 * is left out where something else remains.
 * @param {Language} language
 * @param {Word[]} words
 * @returns {Word[][]}
 */
export function splitWords(language, words) {
  /** @type {string[][]} */
  let ways = [[]];
  for (const { text } of words) {
    const next = splitText(language, text);
    ways = ways.flatMap((way) => next.map((parts) => [...way, ...parts])).slice(0, MOST_WAYS);
  }
  const before = words.map((each) => each.text).join(" ");
  /** @type {Map<string, string[]>} */
  const others = new Map();
  for (const way of ways) {
    const telling = keepTelling(language, way);
    if (telling.join(" ") !== before) others.set(telling.join(" "), telling);
  }
  return [...others.values()].map((way) => way.map((each) => makeWord(language, each)));
}

/**
 * The pages that are asked for: each word asks for them or says little. Address and title.
 * @param {Language} language
 * @param {Word[]} words
 */
export function findPages(language, words) {
  const parts = words.flatMap(({ text }) => splitKnown(language, text));
  const ways = [words.map((each) => each.text), parts];
  return [...language.pages].filter(([, names]) => ways.some((way) => {
    return way.some((each) => names.has(each)) && way.every((each) => names.has(each) || language.generic.has(each));
  })).map(([page]) => page);
}

/**
 * What a text asks for that is not here: its name stands in it; one of two characters at an end (其中考核 is no 中考).
 * @param {Language} language
 * @param {string} text
 */
export function findElsewhere(language, text) {
  const words = [simplify(language, text), ...readWords(language, text).map((each) => each.text)];
  const names = (/** @type {string} */ each) => words.some((word) => {
    return each.length > 2 ? word.includes(each) : word.startsWith(each) || word.endsWith(each);
  });
  return language.elsewhere.filter((each) => each.names.some(names));
}

const MOST_WAYS = 8;
const LONGEST_KNOWN = 12;

/**
 * The words that say something; beside known ones those that ask for a page do not: 护理课程表 is 护理.
 * @param {Language} language
 * @param {string[]} way
 */
function keepTelling(language, way) {
  const telling = way.filter((each) => !language.generic.has(each));
  const meant = telling.filter((each) => !isOnlyAsked(language, each));
  const isKnown = meant.length && meant.every((each) => language.known.has(each));
  // A character or two left alone say nothing: 这家怎么算 is not 算.
  const isSaying = telling.some((each) => each.length > 1 || language.known.has(each));
  return [...new Set(isKnown ? meant : isSaying ? telling : way)];
}

/**
 * The ways to split a text: first by known words, the longest first, then also in two at any place.
 * @param {Language} language
 * @param {string} text
 * @returns {string[][]}
 */
function splitText(language, text) {
  const parts = splitKnown(language, text);
  const ways = [parts];
  if (/^[a-z0-9]+$/.test(text)) return ways;
  // What no list knows may be two words too: 湿地旅游 of 湿地文化旅游.
  parts.forEach((part, i) => {
    if (language.known.has(part)) return;
    for (let at = 2; at <= part.length - 2; at++) {
      ways.push([...parts.slice(0, i), part.slice(0, at), part.slice(at), ...parts.slice(i + 1)]);
    }
  });
  return ways;
}

/**
 * A text in known words and what stands between them, so that as little as possible is unknown, in few parts.
 * @param {Language} language
 * @param {string} text
 */
function splitKnown(language, text) {
  /** @type {{ cost: number, parts: string[], open: boolean }[]} */
  const best = [{ cost: 0, parts: [], open: false }];
  for (let end = 1; end <= text.length; end++) {
    const before = best[end - 1];
    const last = before.parts.length - 1;
    const parts = before.open
      ? [...before.parts.slice(0, last), before.parts[last] + text[end - 1]]
      : [...before.parts, text[end - 1]];
    // A single character that no list knows says too little: it costs as much as three.
    let cheapest = { cost: before.cost + (before.open ? 1 : 3), parts, open: true };
    for (let start = Math.max(0, end - LONGEST_KNOWN); start < end; start++) {
      const part = text.slice(start, end);
      const cost = best[start].cost + 0.5;
      if (language.known.has(part) && (part.length > 1 || language.generic.has(part)) && cost < cheapest.cost) {
        cheapest = { cost, parts: [...best[start].parts, part], open: false };
      }
    }
    best.push(cheapest);
  }
  return best[text.length].parts;
}

/** The ways of teaching, as records have them. */
export const MODE = /^(面授|远程|混合)$/;

/**
 * Whether a folded word says where, how or for how much, and not what is taught.
 * @param {Language} language
 * @param {string} word
 */
function isBeside({ places, free, meanings }, word) {
  return places.has(word) || free.has(word) || [word, ...(meanings.get(word) || [])].some((each) => MODE.test(each));
}

/**
 * What of a text is no word that a list knows, and no month: that may be misspelled.
 * @param {Language} language
 * @param {string} text
 */
export function listStrange(language, text) {
  const parts = readWords(language, text).flatMap((word) => splitKnown(language, word.text));
  return parts.filter((each) => !language.known.has(each) && !isMonths(each));
}

const MOST_WORDS = 4; // of which some are left out

/**
 * What is typed with some of its words left out: as few as can be, then each word alone, at last the known words in
 * what was run together. The first word says what is meant and stays longest, but for areas, ways and what it costs.
 * @param {Language} language
 * @param {string} text
 * @returns {string[]}
 */
export function listShorter(language, text) {
  const typed = text.split(/[\s、，；。]+/).filter((each) => each.length > 1 && !language.generic.has(simplify(language, each)));
  const isLast = (/** @type {string} */ each) => {
    return splitKnown(language, simplify(language, each)).every((part) => language.generic.has(part) || isBeside(language, part));
  };
  const ways = [typed, pickKnown(language, text)].map((way) => way.sort((a, b) => Number(isLast(a)) - Number(isLast(b))));
  return [...new Set(ways.flatMap(shorten))].filter((each) => each !== text.trim());
}

/**
 * Words with some left out, as texts: with the first, most words first and of these the last left out first; then
 * each other alone.
 * @param {string[]} all
 */
function shorten(all) {
  const [first, ...others] = all.slice(0, MOST_WORDS);
  if (!first) return [];
  /** @type {string[][]} */
  let ways = [[first]];
  for (const each of others) ways = ways.flatMap((way) => [[...way, each], way]);
  return [...ways.sort((a, b) => b.length - a.length).map((way) => way.join(" ")), ...others];
}

/**
 * The known words of a text where they are no shorter than all that is not known (digits apart, as of a year):
 * 幼儿圆教师 is 幼儿 教师, 电工复审 is 电工, and 消防站选址 is not 消防.
 * @param {Language} language
 * @param {string} text
 * @returns {string[]}
 */
function pickKnown(language, text) {
  const parts = splitKnown(language, simplify(language, text)).filter((each) => !language.generic.has(each));
  const strange = parts.filter((each) => !language.known.has(each)).join("").replace(/[0-9]/g, "");
  const telling = parts.filter((each) => language.known.has(each) && !isOnlyAsked(language, each));
  return telling.join("").length >= strange.length ? telling : [];
}

/**
 * The syllables of a folded text; a character without one stays.
 * @param {Map<string, string>} syllables
 * @param {string} text
 */
export function spell(syllables, text) {
  return Array.from(text, (each) => syllables.get(each) || each);
}

/**
 * Where the letters begin at one of the syllables and follow them; -1 where they do not.
 * @param {string[]} syllables
 * @param {string} letters
 */
export function findSpelled(syllables, letters) {
  for (let i = 0; i < syllables.length; i++) {
    let rest = letters;
    for (let k = i; k < syllables.length && rest; k++) {
      const each = syllables[k];
      if (rest.startsWith(each)) rest = rest.slice(each.length);
      else if (each.startsWith(rest)) rest = "";
      else break;
    }
    if (!rest) return i;
  }
  return -1;
}

/**
 * The ways to read letters as whole syllables; what remains at the end of a way is still being typed.
 * @param {Set<string>} heard
 * @param {string} letters
 * @returns {string[][]}
 */
export function splitSyllables(heard, letters) {
  /** @type {string[][]} */
  const ways = [];
  const walk = (/** @type {number} */ at, /** @type {string[]} */ parts) => {
    if (ways.length >= MOST_WAYS) return;
    let isEnd = true;
    for (let end = Math.min(letters.length, at + 6); end > at; end--) {
      if (!heard.has(letters.slice(at, end))) continue;
      isEnd = false;
      walk(end, [...parts, letters.slice(at, end)]);
    }
    const rest = letters.slice(at);
    const isTyping = rest && [...heard].some((each) => each.startsWith(rest));
    if (isEnd && (at === letters.length || isTyping) && parts.length > 1) ways.push(parts);
  };
  walk(0, []);
  return ways;
}

/**
 * Whether a word stands in a text but for one character: wrong, missing or too many.
 * @param {string} word
 * @param {string} text
 */
export function isNear(word, text) {
  const size = word.length;
  let there = 0;
  for (const each of word) if (text.includes(each)) there++;
  if (there < size - 1) return false;
  for (let at = 0; at + size - 1 <= text.length; at++) {
    let same = 0;
    while (same < size && word[same] === text[at + same]) same++;
    if (same === size) return true;
    const wrong = word.slice(same + 1) === text.slice(at + same + 1, at + size);
    const missing = same > 0 && word.slice(same) === text.slice(at + same + 1, at + size + 1);
    const extra = same > 0 && word.slice(same + 1) === text.slice(at + same, at + size - 1);
    if (wrong && at + size <= text.length) return true;
    if (missing || extra) return true;
  }
  return false;
}
