// Days, spans of days and months as they are written in spreadsheets, as generator/registry/entry/written/dates.py
// reads them: what cannot be read with certainty is refused.

/** @import { Words } from "./words.js" */

import { isDay } from "../pages/assets/days.js";
import { matchStart, matchWhole, narrow, replaceAll } from "./words.js";

const DIGITS = "〇一二三四五六七八九";
const DAY_HINT = "日期写成 2026-03-15 的样子";
export const SPAN_HINT = "写成 2026-03-05 至 2026-03-08 的样子";
const MONTH_HINT = "写月份，如 3月；几个月的写 3、9月";
// 2000 to 2099 as spreadsheets count days, and the day before their first.
const [FIRST_SERIAL, LAST_SERIAL, EPOCH] = [36526, 73050, Date.UTC(1899, 11, 30)];
const MILLISECONDS = 86400000;
const QUARTER = 3;
const LAST_MONTH = 12;

/** A value that cannot be read with certainty: what is wrong, and how to mend it. */
export class NotUnderstood extends Error {
  /**
   * @param {string} message
   * @param {string} hint
   */
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

/**
 * The day that a cell names, as 2026-03-15; `year` is that of a day without one.
 * @param {string} cell
 * @param {number | null} year
 * @param {Words} words
 */
export function readDay(cell, year, words) {
  const text = tidy(cell, words);
  if (/^[0-9]{5}$/.test(text)) return readSerial(Number(text), year);
  const compact = matchStart(words.is.COMPACT, text);
  if (compact) return makeDay([compact[1], compact[2], compact[3]], text);
  const day = matchStart(words.is.DAY, text)?.groups;
  if (day && (day.year || year)) return makeDay([day.year || String(year), day.month, day.day], text);
  if (day) throw new NotUnderstood(`“${text}”没有写年份`, `${DAY_HINT}，写明年份`);
  throw new NotUnderstood(`“${text}”读不出是哪一天`, DAY_HINT);
}

/**
 * A text without the time of the day and the day of the week, what divides two days written as ~.
 * @param {string} cell
 * @param {Words} words
 */
function tidy(cell, words) {
  const text = replaceAll(words.is.WEEKDAY, narrow(replaceAll(words.is.TIME, cell, "")), "");
  return replaceAll(words.is.DASHES, writeDaysInDigits(text, words), "~");
}

/**
 * A text with its days that are written in words, as on papers, in digits.
 * @param {string} text
 * @param {Words} words
 */
function writeDaysInDigits(text, words) {
  return text.replace(new RegExp(words.is.IN_WORDS, "g"), (whole, year, ...others) => {
    const [month, day] = others.slice(0, 2).map((each) => words.numbers[each]);
    const digits = year.replace(/[^零○]/g, (/** @type {string} */ sign) => DIGITS.indexOf(sign));
    return month && day ? `${digits.replace(/[零○]/g, "0")}年${month}月${day}日` : whole;
  });
}

/**
 * A day that a spreadsheet has left as a number; only near the year that is meant.
 * @param {number} number
 * @param {number | null} year
 */
function readSerial(number, year) {
  const day = new Date(EPOCH + number * MILLISECONDS);
  const isIn = number >= FIRST_SERIAL && number <= LAST_SERIAL;
  if (isIn && year && Math.abs(day.getUTCFullYear() - year) <= 1) return day.toISOString().slice(0, 10);
  throw new NotUnderstood(`“${number}”是一个数，看不出是哪一天`, `把单元格设成日期，或者${DAY_HINT}`);
}

/**
 * A day by its parts. Throws where the calendar has none.
 * @param {string[]} parts  year, month and day
 * @param {string} text
 */
function makeDay(parts, text) {
  const iso = [parts[0].padStart(4, "0"), ...parts.slice(1).map((each) => each.padStart(2, "0"))].join("-");
  if (parts[0] !== "0000" && isDay(iso)) return iso;
  const [year, month] = parts.map(Number);
  let hint = DAY_HINT;
  if (month < 1 || month > LAST_MONTH) hint = "月份写 01 至 12";
  else if (year) hint = `${year} 年 ${month} 月只到 ${new Date(Date.UTC(year, month, 0)).getUTCDate()} 日`;
  throw new NotUnderstood(`“${text}”不是日历上的日期`, hint);
}

/**
 * The days from … to … that a cell names; one day is both.
 * @param {string} cell
 * @param {number | null} year
 * @param {Words} words
 * @returns {[string, string]}
 */
export function readSpan(cell, year, words) {
  const text = tidy(cell, words);
  let parts = text.split(words.is.SPAN);
  if (parts.length === 1 && words.is.WITH_DASH.test(text)) parts = text.split(words.is.DASHED_SPAN);
  if (parts.length === 1) {
    const day = readDay(text, year, words);
    return [day, day];
  }
  if (parts.length !== 2) throw new NotUnderstood(`“${text}”看不出从哪天到哪天`, SPAN_HINT);
  const first = readDay(parts[0], year, words);
  const short = matchStart(words.is.LAST_OF_SPAN, parts[1])?.groups;
  const [yearOfFirst, month] = [Number(first.slice(0, 4)), Number(first.slice(5, 7))];
  const last = readDay(short ? `${yearOfFirst}.${month}.${short.day}` : parts[1], yearOfFirst, words);
  if (last < first) throw new NotUnderstood(`“${text}”结束在开始之前`, "写明两个日期的年份");
  return [first, last];
}

/**
 * The months that a cell names, in order.
 * @param {string} cell
 * @param {number | null} year
 * @param {Words} words
 */
export function readMonths(cell, year, words) {
  let text = tidy(cell, words);
  const quarters = matchWhole(words.is.QUARTERS, text);
  if (quarters) return listQuarters(quarters, text, words);
  if (words.allYear.includes(text)) return listNumbers(1, 12);
  for (const [name, number] of Object.entries(words.numbers)) text = text.split(`${name}月`).join(`${number}月`);
  text = text.replace(/(?<=月)(?:份|[上中下]旬|[初中底末])/g, "");
  if (matchStart(words.is.EITHER, text)) {
    throw new NotUnderstood(`“${text}”看不出是哪几个月，还是几月几日`, MONTH_HINT);
  }
  if (words.is.DAYS.test(text)) throw new NotUnderstood(`“${text}”看不出是几月`, MONTH_HINT);
  const parts = text.replace(/[、,;]+$/, "").split(/[、,;和及]/);
  const months = new Set(parts.flatMap((part) => readPart(part, text, year, words)));
  return [...months].sort((one, other) => one - other);
}

/**
 * @param {number} first
 * @param {number} last
 */
function listNumbers(first, last) {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/**
 * The months of one quarter or two; of several from … to ….
 * @param {RegExpMatchArray} match
 * @param {string} text
 * @param {Words} words
 */
function listQuarters(match, text, words) {
  const [first, last] = [match[1], match[2] || match[1]].map((each) => words.numbers[each] || Number(each));
  if (last < first) throw new NotUnderstood(`“${text}”看不出是几月`, MONTH_HINT);
  const quarters = /[至~-]/.test(text) ? listNumbers(first, last) : [...new Set([first, last])];
  return quarters.flatMap((each) => listNumbers(QUARTER * each - 2, QUARTER * each));
}

const MONTH_OF_YEAR = /^(?:(?<year>[0-9]{4})[-./年])?(?<month>[0-9]{1,2})月?$/;
const COMPACT_MONTH = /^(?<year>20[0-9]{2})(?<month>0[1-9]|1[0-2])$/;
const MONTHS = /^(?:(?<year>[0-9]{4})[./年])?(?<first>[0-9]{1,2})月?[-~至到](?<last>[0-9]{1,2})月$/;

/**
 * The months of one part of a list: 3月, 2026年3月, 5-6月, 2026-3, 2026.3.5-3.8.
 * @param {string} part
 * @param {string} text
 * @param {number | null} year
 * @param {Words} words
 */
function readPart(part, text, year, words) {
  const one = (part.match(MONTH_OF_YEAR) ?? part.match(COMPACT_MONTH))?.groups;
  if (one) return [checkMonth(one.month, one.year, text, year)];
  const span = part.match(MONTHS)?.groups;
  if (span) {
    const [first, last] = [span.first, span.last].map((each) => checkMonth(each, span.year, text, year));
    if (first <= last) return listNumbers(first, last);
    throw new NotUnderstood(`“${text}”跨到下一年`, "只写开课的月份，计划结束日期另写");
  }
  const [first] = tryRead(() => readSpan(part, year, words)) ?? [];
  if (!first) throw new NotUnderstood(`“${text}”看不出是几月`, MONTH_HINT);
  if (year && Number(first.slice(0, 4)) !== year) {
    throw new NotUnderstood(`“${first}”不在 ${year} 年`, `核对年份；${MONTH_HINT}`);
  }
  return [Number(first.slice(5, 7))];
}

/**
 * What a reader gives; undefined where it does not understand.
 * @template T
 * @param {() => T} read
 * @returns {T | undefined}
 */
export function tryRead(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

/**
 * @param {string} month
 * @param {string | undefined} written
 * @param {string} text
 * @param {number | null} year
 */
function checkMonth(month, written, text, year) {
  const number = Number(month);
  if (number < 1 || number > 12) throw new NotUnderstood(`“${text}”看不出是几月`, MONTH_HINT);
  if (written && year && Number(written) !== year) {
    throw new NotUnderstood(`“${text}”不在 ${year} 年`, `核对年份；${MONTH_HINT}`);
  }
  return number;
}
