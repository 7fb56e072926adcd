// Days and periods: how people write them, and how the pages say them.

/** @import { Period } from "../../types" */

import { daysOn } from "./verdict.js";

/** @param {string} day */
export function dayText(day) {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}

/**
 * A period, short: the second day without what it has in common with the first.
 * @param {string} first
 * @param {string} last
 */
export function periodText(first, last) {
  if (first === last) return dayText(first);
  const end = first.slice(0, 4) === last.slice(0, 4) ? dayText(last).replace(/^.*年/, "") : dayText(last);
  return `${dayText(first)}至${first.slice(0, 7) === last.slice(0, 7) ? end.replace(/^.*月/, "") : end}`;
}

/**
 * Whether a text is a day that there is, as 2026-03-15.
 * @param {string} text
 */
export function isDay(text) {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && daysOn(text, 0) === text;
}

/**
 * The years of the first and the last day.
 * @param {string} from
 * @param {string} to
 */
export function yearsOf(from, to) {
  return [...new Set([from, to].map((day) => Number(day.slice(0, 4))))];
}

const MARK = "[年月.\\-/]";
const FIRST = new RegExp(`^(?:(\\d{4})${MARK}(\\d{1,2})${MARK}(\\d{1,2})|(\\d{4})(\\d{2})(\\d{2})(?!\\d))[日号]?`);
const BETWEEN = /^(?:[-—–―~−至到起、])+/;
const LAST = new RegExp(`^(?:(?:(?:(\\d{4})${MARK})?(\\d{1,2})${MARK})?(\\d{1,2})|(\\d{4})(\\d{2})(\\d{2}))[日号]?[止]?$`);
// What spreadsheets and certificates put beside a day: a time, a weekday.
const BESIDE = /\d{1,2}:\d{2}(?::\d{2})?|\([^)]*\)|(?:星期|周)[一二三四五六日天]|\s/g;

/**
 * @param {string | number} year
 * @param {string | number} month
 * @param {string | number} day
 */
function makeDay(year, month, day) {
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/**
 * A day or a period as people write it (2026.3.5, 2026年3月5日至7日, 2026/3/5-2026/3/7, 20260305); null where
 * it is none, or has no such day.
 * @param {string} text
 * @returns {Period | null}
 */
export function readPeriod(text) {
  const whole = text.normalize("NFKC").replace(BESIDE, "");
  const begun = whole.match(FIRST);
  if (!begun) return null;
  const [year, month, day] = begun[1] ? begun.slice(1, 4) : begun.slice(4, 7);
  const first = makeDay(year, month, day);
  const rest = whole.slice(begun[0].length).replace(BETWEEN, "");
  const isOpen = rest.length === whole.length - begun[0].length;
  const ended = rest ? rest.match(LAST) : null;
  if (rest && (isOpen || !ended)) return null;
  const last = !ended ? first : ended[4] ? makeDay(ended[4], ended[5], ended[6]) : makeDay(ended[1] || year, ended[2] || month, ended[3]);
  return isDay(first) && isDay(last) ? { first, last } : null;
}
