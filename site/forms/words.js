// The words and patterns by which the intake reads a cell (generator/registry/entry/web_forms/pasting.py hands them
// over), and texts in one form, as entry/written/folding.py has them.

/** @typedef {Record<string, any> & { is: Record<string, RegExp> }} Words */

/**
 * The words with their patterns compiled.
 * @param {Record<string, any>} raw
 * @returns {Words}
 */
export function compileWords(raw) {
  const compile = (/** @type {Record<string, [string, string]>} */ patterns) =>
    Object.fromEntries(Object.entries(patterns).map(([name, [text, flags]]) => [name, new RegExp(text, flags)]));
  const synonyms = new Map(Object.entries(raw.synonyms));
  return { ...raw, synonyms, is: compile(raw.patterns), units: compile(raw.units) };
}

/**
 * A match at the beginning of a text.
 * @param {RegExp} pattern
 * @param {string} text
 */
export function matchStart(pattern, text) {
  return text.match(new RegExp(`^(?:${pattern.source})`, pattern.flags));
}

/**
 * A match of a whole text.
 * @param {RegExp} pattern
 * @param {string} text
 */
export function matchWhole(pattern, text) {
  return text.match(new RegExp(`^(?:${pattern.source})$`, pattern.flags));
}

/**
 * A text with all matches of a pattern replaced.
 * @param {RegExp} pattern
 * @param {string} text
 * @param {string} other
 */
export function replaceAll(pattern, text, other) {
  return text.replace(new RegExp(pattern.source, `${pattern.flags}g`), other);
}

/**
 * A text in half width without blanks, for numbers, dates and codes.
 * @param {string} text
 */
export function narrow(text) {
  return text.normalize("NFKC").replace(/\s+/g, "");
}

/**
 * A text with digits and letters in half width, as a Chinese keyboard often does not write them.
 * @param {string} text
 */
export function halve(text) {
  return text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
}

/**
 * A text as a record has it: half-width digits and letters, and no blank that a line break has made.
 * @param {string} text
 * @param {Words} words
 */
export function tidyText(text, words) {
  const half = halve(text).replace(/[\u3000\u00a0]/g, " ");
  return replaceAll(words.is.BESIDE_CHINESE, half.trim(), "").replace(/\s+/g, " ");
}

/**
 * A heading without numbering, blanks and punctuation, and mostly without what is in brackets.
 * @param {string} text
 * @param {Words} words
 * @param {boolean} [brackets]
 */
export function foldHeading(text, words, brackets = false) {
  let folded = replaceAll(words.is.NUMBERING, narrow(text), "");
  if (!brackets) folded = replaceAll(words.is.BRACKETS, folded, "");
  return replaceAll(words.is.MARKS, folded.replace(/[()]/g, ""), "").toLowerCase();
}

/**
 * Whether a cell says nothing: it is empty, or holds a dash or 无.
 * @param {string} cell
 * @param {Words} words
 */
export function isNothing(cell, words) {
  return words.nothing.includes(narrow(cell));
}
