// How a single value is written and read, as generator/registry/records/values.py and scalars.py have it. Byte for byte
// the same: a form and `registry fix` leave one text.

/** @typedef {string | number | boolean | null} Scalar */

const INTEGER = /^-?(?:0|[1-9][0-9]{0,14})$/;
const DECIMAL = /^-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}$/;
const ISO_DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
// What is made of digits, capitals and dashes is quoted: other programs may take it for a number.
const CODE = /^[0-9][0-9A-Z-]*$/;
// What readers of YAML 1.1 (PyYAML's table) or other common readers take for something else than a text.
const OTHERWISE = [
  /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|[yYnN])$/,
  /^(?:~|null|Null|NULL|<<|=|!|&|\*|)$/,
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/,
  /^(?:[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  /^[-+]?(?:0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?$/,
  /^[-+]?(?:0o[0-7]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$/,
];
// A text that needs no quotes: no indicator at its beginning, no blank at its end, nothing in it that ends a key or
// begins a comment.
const INDICATOR = /^(?:[ ,[\]{}#&*!|>'"%@`]|[-?:](?: |$))/;
const DIVIDED = /:(?: |$)| #| $/;
// Control characters and those of no width, and a letter that is half of one: such a text shows what is in it.
const INVISIBLE = new RegExp(
  "[\\u034f\\u17b4\\u17b5\\0-\\x1f\\x7f-\\x9f\\xad\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u2028-\\u202e" +
    "\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\ufffe\\uffff\\u{e0000}-\\u{e007f}\\ud800-\\udfff]",
  "u",
);
const BLANKS = "\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u2800";
const FALSE_BLANK = new RegExp(`[${BLANKS}]|^(?:[A-Za-z_][A-Za-z0-9_-]*:|-)?\\u3000|\\u3000$`);
// Quotation marks round the whole of a text: without quotes of YAML's own they seem to be those.
const OPENING = "“‘「『«„";
const CLOSING = "”’」』»";
const QUOTES = `${OPENING}${CLOSING}‟‚‛＂＇"'`;

/**
 * What a text without quotes is in a record.
 * @param {string} text
 * @returns {Scalar}
 */
export function resolveScalar(text) {
  if (text === "" || text === "null" || text === "~") return null;
  if (text === "true" || text === "false") return text === "true";
  return INTEGER.test(text) || DECIMAL.test(text) ? Number(text) : text;
}

/**
 * Whether a common reader would take this text, unquoted, for something else. Dates are let pass.
 * @param {string} text
 */
export function isAmbiguous(text) {
  return !ISO_DATE.test(text) && OTHERWISE.some((each) => each.test(text));
}

/**
 * A value as it is to be written in a record.
 * @param {Scalar} value
 */
export function writeLiteral(value) {
  return typeof value === "string" && !isPlain(value) ? JSON.stringify(value) : String(value);
}

/**
 * Whether a text means the same without quotes, after a key and in a list, and is no code.
 *
 * Letters that look like others are no matter here: the check tells of them, and `registry fix` leaves them alone.
 * @param {string} text
 */
function isPlain(text) {
  if ((CODE.test(text) && !ISO_DATE.test(text)) || isAmbiguous(text)) return false;
  return ![INDICATOR, DIVIDED, INVISIBLE, FALSE_BLANK].some((each) => each.test(text)) && !isInQuotes(text);
}

/**
 * Whether quotation marks stand round a whole text, or one at an end; one with such marks inside too is not meant.
 * @param {string} text
 */
function isInQuotes(text) {
  const signs = [...text];
  const [first, last] = [signs[0], signs[signs.length - 1]];
  const has = (/** @type {string} */ marks, /** @type {string} */ sign) => marks.includes(sign);
  const round = signs.length > 2 && has(QUOTES, first) && has(QUOTES, last) && /[^\0-\x7f]/.test(first + last);
  const begun = has(OPENING, first) && !has(QUOTES, last);
  const ended = has(CLOSING, last) && last !== "’" && !has(QUOTES, first);
  const isInside = (/** @type {string} */ sign) => has(QUOTES, sign) && sign !== "’" && sign !== "'";
  return (round || begun || ended) && !signs.slice(1, -1).some(isInside);
}
