// The months that people name: 下月, 12月, 十二月份, 明年1月. Pure functions, without a page and without a request.

/** A month with or without its year, folded: 12月, 十二月份, 2027年1月, 明年1月底. */
const NAMED = /^(今年|明年|\d{4}年)?(\d{1,2}|[一二三四五六七八九十元]|十[一二])月(?:份|初|中旬|底|末)?$/;
/** By how many months a word goes on from this one. */
const COUNTED = new Map([["本月", 0], ["这个月", 0], ["当月", 0], ["下月", 1], ["下个月", 1]]);

/**
 * A month so many after another, both as 202611.
 * @param {number} month
 * @param {number} more
 */
export function addMonths(month, more) {
  const count = Math.floor(month / 100) * 12 + (month % 100) - 1 + more;
  return Math.floor(count / 12) * 100 + (count % 12) + 1;
}

/**
 * Whether a folded word names months.
 * @param {string} text
 */
export const isMonths = (text) => COUNTED.has(text) || NAMED.test(text);

/**
 * The months that a folded word names, of those that there are; `now` is the month of the register, 0 where none is known.
 * @param {string} text
 * @param {number[]} months
 * @param {number} now
 */
export function listMonths(text, months, now) {
  const more = COUNTED.get(text);
  if (more !== undefined) return now ? [addMonths(now, more)] : [];
  const [, year, month] = NAMED.exec(text) || [];
  return months.filter((each) => month && each % 100 === readMonth(month) && (!year || Math.floor(each / 100) === readYear(year, now)));
}

/**
 * @param {string} text
 * @param {number} now
 */
function readYear(text, now) {
  const years = ["今年", "明年"].indexOf(text);
  return years < 0 ? parseInt(text, 10) : Math.floor(now / 100) + years;
}

/** @param {string} text */
function readMonth(text) {
  const number = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"].indexOf(text === "元" ? "一" : text);
  return number < 0 ? parseInt(text, 10) : number;
}
