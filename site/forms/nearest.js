// What may have been meant by a name that is not known, as generator/registry/suggest.py has it.

const DIGITS = /[0-9]+/g;
const NOT = /[不未没无非]/;
const LIKENESS = 0.5; // from which on a name may have been meant

/**
 * The question, behind what is wrong, whether the nearest name was meant; nothing where none is near.
 * @param {string} text
 * @param {string[]} names
 */
export function askNearest(text, names) {
  const near = findNearest(text, names);
  return near ? `，是不是“${near}”？` : "";
}

/**
 * The name that was most likely meant, or nothing.
 * @param {string} text
 * @param {string[]} names
 */
export function findNearest(text, names) {
  const likely = names
    .filter((each) => isComparable(text, each))
    .map((name) => ({ name, ratio: findRatio(name, text) }))
    .filter(({ ratio }) => ratio >= LIKENESS)
    .sort((one, other) => other.ratio - one.ratio || (one.name < other.name ? 1 : -1));
  return likely.length ? likely[0].name : "";
}

/**
 * Where either ends with a number, another number is another thing: only a slip in the letters is guessed at. And what
 * says not is never meant by what does not.
 * @param {string} text
 * @param {string} name
 */
function isComparable(text, name) {
  if (NOT.test(text) !== NOT.test(name)) return false;
  if (!/[0-9]$/.test(text) && !/[0-9]$/.test(name)) return true;
  const [one, other] = [text, name].map((each) => (each.match(DIGITS) ?? []).join(" "));
  return one === other && isSlip(text.replace(DIGITS, ""), name.replace(DIGITS, ""));
}

/**
 * Whether one character is wrong, too many, missing, or has changed places with the next.
 * @param {string} written
 * @param {string} meant
 */
function isSlip(written, meant) {
  if (written.length !== meant.length) return isOneSlip(written, meant, 0);
  const wrong = [...written].flatMap((sign, i) => (sign === meant[i] ? [] : [i]));
  if (wrong.length !== 2 || wrong[1] !== wrong[0] + 1) return wrong.length === 1;
  return written[wrong[0]] === meant[wrong[1]] && written[wrong[1]] === meant[wrong[0]];
}

/**
 * Whether one character is wrong, too many or missing, in a name of at least so many.
 * @param {string} text
 * @param {string} other
 * @param {number} least
 */
export function isOneSlip(text, other, least) {
  if (text === other || Math.abs(text.length - other.length) > 1 || other.length < least) return false;
  const [shorter, longer] = text.length < other.length ? [text, other] : [other, text];
  if (shorter.length === longer.length) return [...text].filter((sign, i) => sign !== other[i]).length === 1;
  return [...longer].some((_, i) => longer.slice(0, i) + longer.slice(i + 1) === shorter);
}

/**
 * How much two texts have in common, 0 to 1, by the longest pieces that are in both (Python's difflib).
 * @param {string} one
 * @param {string} other
 */
function findRatio(one, other) {
  const length = one.length + other.length;
  return length ? (2 * countCommon(one, other)) / length : 1;
}

/**
 * @param {string} one
 * @param {string} other
 * @returns {number}
 */
function countCommon(one, other) {
  let [size, at, from] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    for (let j = 0; j < other.length; j++) {
      let same = 0;
      while (i + same < one.length && one[i + same] === other[j + same]) same++;
      if (same > size) [size, at, from] = [same, i, j];
    }
  }
  if (!size) return 0;
  const before = countCommon(one.slice(0, at), other.slice(0, from));
  return size + before + countCommon(one.slice(at + size), other.slice(from + size));
}
