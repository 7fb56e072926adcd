// Which field of a kind of record a heading means, as generator/registry/entry/intake/matching.py has it.

/** @import { Words } from "./words.js" */

import { isOneSlip } from "./nearest.js";
import { foldHeading } from "./words.js";

/**
 * A field as `kinds/KIND` has it: the list of whose rows it is one (empty: of the record itself), its path within
 * a row, its headings. A name with @ is none of the record's: @month, @period, @ignored.
 * @typedef {{ list: string, name: string, headings: string[], required: boolean, rare: boolean }} Field
 */
/** @typedef {{ fields: Field[], meant: string }} Match */

const LEAST = 4; // characters of a heading in which a slip is looked for
export const [MONTH, PERIOD, COURSE, ACTION, IGNORED] = ["@month", "@period", "@course", "@action", "@ignored"];

/**
 * Finds what a heading means; no fields where that is unknown.
 * @param {Field[]} fields
 * @param {Words} words
 */
export function makeHeadings(fields, words) {
  /** @type {Map<string, Field[]>} */
  const byHeading = new Map();
  for (const field of fields) {
    for (const heading of field.headings) {
      for (const folded of new Set([foldHeading(heading, words), foldHeading(heading, words, true)])) {
        byHeading.set(folded, [...(byHeading.get(folded) ?? []), field]);
      }
    }
  }
  /** @type {Map<string, Match>} */
  const matches = new Map();
  return (/** @type {string} */ text) => {
    const match = matches.get(text) ?? findMatch(text, byHeading, words);
    matches.set(text, match);
    return match;
  };
}

/** @typedef {ReturnType<typeof makeHeadings>} Find */

/**
 * @param {string} text
 * @param {Map<string, Field[]>} byHeading
 * @param {Words} words
 * @returns {Match}
 */
function findMatch(text, byHeading, words) {
  const short = foldHeading(text, words);
  const parts = text.split(words.is.ALTERNATIVES).map((part) => foldHeading(part, words));
  for (const folded of [foldHeading(text, words, true), short, ...parts]) {
    const fields = folded && byHeading.get(folded);
    if (fields) return { fields, meant: "" };
  }
  const near = [...byHeading].filter(([each]) => short.length >= LEAST && isOneSlip(short, each, LEAST));
  const fields = near.flatMap(([, each]) => each);
  const meant = new Set(fields.map((each) => each.headings[0]));
  return meant.size === 1 ? { fields, meant: [...meant][0] } : { fields: [], meant: "" };
}

/**
 * The field of one list of rows, or of the record itself where `list` is empty.
 * @param {Find} find
 * @param {string} text
 * @param {string} list
 */
export function findIn(find, text, list) {
  const { fields, meant } = find(text);
  return meant ? undefined : fields.find((each) => each.list === list);
}
