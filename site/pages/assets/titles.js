// Which courses of an institution are meant by a title, as certificates write it.

/** @import { Course, Institution } from "../../types" */

import { yearsOf } from "./days.js";
import { fold } from "./match.js";
import { within } from "./verdict.js";

const NUMBER = "[0-9一二三四五六七八九十百两ⅰⅱⅲⅳⅴ]+";
const ROUND = `(?:第${NUMBER}[期班批轮]|${NUMBER}期)`;
const YEAR = "(?:20[0-9]{2}年?度?|二[〇零]..年度?)";
const BEFORE = new RegExp(`^(?:${YEAR}|${ROUND})`);
const AFTER = new RegExp(`(?:${ROUND}|${YEAR})$`);
const WHOLE_YEAR = new RegExp(`^${YEAR}$`);

/**
 * The year that is written in figures or in Chinese numerals.
 * @param {string} text
 */
function yearOf(text) {
  const figures = [..."零一二三四五六七八九"];
  const written = [...text.replace("〇", "零")].map((each) => (figures.includes(each) ? figures.indexOf(each) : each));
  return Number(written.join("").slice(0, 4));
}

/**
 * A folded title without the year and the number of the class, which certificates have and plans not; the years
 * and the numbers that were left out.
 * @param {string} key
 */
function stripTitle(key) {
  /** @type {{ key: string, years: number[], numbers: string[] }} */
  const parts = { key, years: [], numbers: [] };
  for (const each of [BEFORE, AFTER, BEFORE, AFTER]) {
    const [left] = parts.key.match(each) || [""];
    if (!left || left === parts.key) continue;
    parts.key = parts.key.replace(each, "");
    if (WHOLE_YEAR.test(left)) parts.years.push(yearOf(left));
    else parts.numbers.push(left);
  }
  return parts;
}

/**
 * The courses whose title is what was asked; else is it but for year and number; else contains it. A year that
 * is left out is that of the plan, or one of these.
 * @param {Course[]} courses
 * @param {string} title
 * @param {number[]} years
 */
export function findTitled(courses, title, years = []) {
  const key = fold(title);
  const short = stripTitle(key);
  const ofYear = (/** @type {Course} */ each) =>
    short.years.every((year) => year === each.year || years.includes(year));
  /** @type {((each: Course) => boolean)[]} */
  const ways = [
    (each) => fold(each.title) === key,
    (each) => stripTitle(fold(each.title)).key === short.key && ofYear(each),
    (each) => fold(each.title).includes(short.key) && ofYear(each),
  ];
  const fitting = ways.map((fits) => courses.filter(fits));
  return fitting.find((each) => each.length) || [];
}

/**
 * The numbers of classes in a title that are not compared.
 * @param {Course[]} courses
 * @param {string} title
 */
export function listNumbers(courses, title) {
  const key = fold(title);
  return courses.some((each) => fold(each.title) === key) ? [] : stripTitle(key).numbers;
}

/**
 * The courses of a period: those of its years, and those of a year before with days in it.
 * @param {Institution} file
 * @param {string} from
 * @param {string} to
 */
export function listDuring(file, from, to) {
  const years = yearsOf(from, to);
  return file.courses.filter((each) => years.includes(each.year) || within(each.days, from, to).length);
}

/**
 * The titles of courses, each once.
 * @param {Course[]} courses
 */
export function titlesOf(courses) {
  return [...new Set(courses.map((each) => each.title))];
}
