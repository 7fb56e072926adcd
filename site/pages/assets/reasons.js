// Why the register answers as it does: what it has of the institution, the plan and the classes, as words, each
// with the article or record that it rests on. Pure functions of an institution's file (verification.py).

/** @import { Course, Institution, Period, PlannedDays, Reason, Reasons, Run, Span } from "../../types" */

import { dayText, periodText } from "./days.js";
import { listNumbers } from "./titles.js";
import { gaps, teaches, within } from "./verdict.js";

/** @param {Run} run */
export function runText(run) {
  return `${periodText(run.first, run.last)}${run.hours ? `，${run.hours} 课时` : ""}`;
}

/**
 * The months for which a course was planned on some of its days, with the end that the plan states.
 * @param {PlannedDays[]} days
 */
export function monthsText(days) {
  const months = [...new Set(days.flatMap((each) => each.months))].sort((a, b) => a - b);
  const until = [...new Set(days.map((each) => each.until || "").filter(Boolean))].map((each) => `，到${dayText(each)}`);
  return months.length ? months.map((each) => `${each}月`).join("、") + until.join("") : "";
}

/**
 * The spans that tell why the institution could teach, or could not.
 * @param {{ spans: Span[] }} file
 * @param {string} from
 * @param {string} to
 */
export function telling(file, from, to) {
  const good = teaches(file, from, to);
  return within(file.spans, from, to).filter((each) => each.shown === good);
}

/**
 * Whether the institution was listed and free to teach on every day, and why.
 * @param {{ spans: Span[] }} file
 * @param {string} from
 * @param {string} to
 * @returns {Reasons}
 */
export function explainListing(file, from, to) {
  const reasons = telling(file, from, to).map((each) => {
    const state = each.states[each.states.length - 1];
    const since = state.since ? `（自${state.since}起）` : "";
    const words = `${periodText(each.first, each.last)}：${state.label}${since}。${state.reason}`;
    return { words, article: state.article, basis: state.basis, source: state.source };
  });
  return { good: teaches(file, from, to), reasons };
}

/**
 * Whether a course stood in a passed plan on every day, and why.
 * @param {Course[]} courses
 * @param {string} from
 * @param {string} to
 * @returns {Reasons}
 */
export function explainPlan(courses, from, to) {
  const days = courses.flatMap((each) => each.days.map((span) => ({ ...span, year: each.year })));
  const missing = gaps(days, from, to);
  if (missing.length) {
    const why = (/** @type {Period} */ each) => `${periodText(each.first, each.last)}：${whyNotPlanned(courses, days, each)}`;
    return { good: false, reasons: missing.map((each) => ({ words: why(each), source: courses[0].source })) };
  }
  const reasons = within(days, from, to).map((each) => ({
    words: `${periodText(each.first, each.last)}：在 ${each.year} 年度计划中，${each.since}通过。`,
    source: each.source,
  }));
  return { good: true, reasons };
}

/**
 * Why a course did not stand in a passed plan in a gap.
 * @param {Course[]} courses
 * @param {(PlannedDays & { year: number })[]} days
 * @param {Period} gap
 */
function whyNotPlanned(courses, days, gap) {
  const year = Number(gap.first.slice(0, 4));
  const ofYear = days.filter((each) => each.year === year);
  if (!courses.some((each) => each.year === year)) return `${year} 年度计划中未见这门课程。`;
  if (!ofYear.length) return "课程写在计划中，登记册中未见这份计划的通过记录。";
  const next = ofYear.find((each) => each.first > gap.last);
  if (next) return `课程自${next.since}起才在通过的计划中。`;
  return `课程自${dayText(gap.first)}起不在通过的计划中（已取消、改名或退回）。`;
}

/**
 * That the number of a class in what was asked is not compared.
 * @param {Course[]} courses
 * @param {string} title
 * @returns {Reason[]}
 */
export function explainNumbers(courses, title) {
  const words = (/** @type {string} */ each) => `名称中的“${each}”没有比对：登记册按日期记班次，不记期数。`;
  return listNumbers(courses, title).map((each) => ({ words: words(each) }));
}

/**
 * What the register knows of the classes and the planned months of courses.
 * @param {Course[]} courses
 * @returns {Reason[]}
 */
export function explainClasses(courses) {
  /** @type {Reason[]} */
  const reasons = [];
  for (const each of courses) {
    for (const run of each.runs) reasons.push({ words: `登记的班次：${runText(run)}。`, source: run.source });
    const months = monthsText(each.days);
    const unknown = each.days.length ? "计划没有载明开课月份" : "登记册中未见计划的通过记录";
    const reach = each.told >= `${each.year}-12-31` ? "总结已报送" : `总结统计到${dayText(each.told)}`;
    const none = each.runs.length ? "" : "，其中没有这门课程的班次";
    const summary = each.told ? `${reach}${none}` : "总结尚未报送";
    const words = months ? `计划的开课月份是${months}` : unknown;
    reasons.push({ words: `${each.year} 年度：${words}；${summary}。`, source: each.source });
  }
  return reasons;
}

/**
 * When the institution was listed and free to teach, up to a day.
 * @param {Institution} file
 * @param {string} day
 * @returns {Reason[]}
 */
export function listPeriods(file, day) {
  return file.spans
    .filter((each) => each.shown)
    .map((each) => ({ words: periodText(each.first, each.last || day), source: each.states[0].source }));
}
