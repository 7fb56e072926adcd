// The answer of the register to one question, in a sentence: of an institution, a course and days, as the page
// of one verification and the page of many say it. Pure functions of an institution's file (verification.py).

/** @import { Course, Institution, Judgement, Today } from "../../types" */

import { periodText, yearsOf } from "./days.js";
import { explainPlan, monthsText, runText, telling } from "./reasons.js";
import { findTitled, listDuring, titlesOf } from "./titles.js";
import { holding, lastOver, shownBy, teaches, verdict, within } from "./verdict.js";

/**
 * How the institution stood, as the beginning of a sentence.
 * @param {Institution} file
 * @param {string} from
 * @param {string} to
 */
export function standing(file, from, to) {
  const when = periodText(from, to);
  if (teaches(file, from, to)) {
    return `${when}${from === to ? "" : "每天都"}在公布的名单中，没有暂停开班`;
  }
  const [first] = telling(file, from, to);
  const state = first.states[first.states.length - 1];
  const days = first.first === from && first.last === to ? "" : `其中${periodText(first.first, first.last)}`;
  if (first.states.length > 1) {
    return `${when}在公布的名单中，但${days || `自${state.since}起`}${state.label}`;
  }
  const whole = days ? `不是每天都在公布的名单中，${days}` : "不在公布的名单中，";
  return `${when}${whole}登记册的状态是“${state.label}”`;
}

/**
 * What is known of days that have not come, as the beginning of a sentence.
 * @param {Institution} file
 * @param {string} from
 * @param {string} to
 * @param {Today} day
 */
export function coming(file, from, to, day) {
  const now = file.spans[file.spans.length - 1];
  const state = now.states[now.states.length - 1];
  const begun = from <= day.iso ? "尚未结束" : "尚未到来";
  const stands = now.shown
    ? "机构在公布的名单中，没有暂停开班"
    : now.states.length > 1
      ? `机构在公布的名单中，但自${state.since}起${state.label}`
      : `登记册的状态是“${state.label}”`;
  return `${periodText(from, to)}${begun}。截至${day.text}，${stands}`;
}

/**
 * What the register answers of a course on days; without a code where the title fits several courses.
 * @param {Institution} file
 * @param {string} course
 * @param {string} from
 * @param {string} to
 * @param {Today} day
 * @returns {Judgement}
 */
export function judge(file, course, from, to, day) {
  const courses = findTitled(listDuring(file, from, to), course, yearsOf(from, to));
  if (titlesOf(courses).length > 1) return { code: "", words: "", courses };
  if (!courses.length) return judgeUnknown(file, course, from, to, day);
  const code = verdict(file, courses, from, to, day.iso);
  if (code === "to-come") return { code, words: sayComing(file, courses, from, to, day), courses, fit: shownBy(courses, from, to) };
  const over = lastOver(to, day.iso);
  const fit = code === "shown" ? shownBy(courses, from, to) : undefined;
  const end = fit ? whyShown(fit, from, to) : code === "outside" ? whyOutside(courses, to) : "。";
  const passed = explainPlan(courses, from, over).good ? "在通过的计划中" : "没有在所填的每一天都列入通过的计划";
  return { code, words: `${standing(file, from, over)}；课程“${courses[0].title}”${passed}${end}`, courses, fit };
}

/**
 * Of a course that is in no plan of these days.
 * @param {Institution} file
 * @param {string} course
 * @param {string} from
 * @param {string} to
 * @param {Today} day
 * @returns {Judgement}
 */
function judgeUnknown(file, course, from, to, day) {
  const over = lastOver(to, day.iso);
  const isOpen = to > day.iso && (from > day.iso || teaches(file, from, over));
  const stood = isOpen ? coming(file, from, to, day) : standing(file, from, over);
  return { code: isOpen ? "to-come" : "not-shown", words: `${stood}；${sayUnknown(course, from, to)}`, courses: [] };
}

/**
 * @param {string} course
 * @param {string} from
 * @param {string} to
 */
export function sayUnknown(course, from, to) {
  return `${yearsOf(from, to).join("、")} 年度计划和通过的调整中未见名称为“${course}”的课程。`;
}

/**
 * @param {Institution} file
 * @param {Course[]} courses
 * @param {string} from
 * @param {string} to
 * @param {Today} day
 */
function sayComing(file, courses, from, to, day) {
  const isPlanned = explainPlan(courses, from, to).good;
  const fit = shownBy(courses, from, to);
  const words = isPlanned
    ? `课程“${courses[0].title}”在已通过的计划中，所填日期${fit ? "在计划的开课月份内" : "不在计划的开课月份内"}`
    : `课程“${courses[0].title}”还没有在所填的每一天都列入已通过的计划`;
  return `${coming(file, from, to, day)}；${words}。`;
}

/**
 * What the answer rests on beside the listing and the plan.
 * @param {Course} course
 * @param {string} from
 * @param {string} to
 */
function whyShown(course, from, to) {
  const [run] = holding(course, from, to);
  const days = from === to ? "这一天" : "这些天";
  const months = monthsText(within(course.days, from, to));
  const words = run
    ? `登记的班次（${runText(run)}）包括${days}`
    : `计划的开课月份（${months}）包括${days}，总结尚未涉及`;
  return `，${words}。登记册显示，学习情况可以由这家机构记入。`;
}

/**
 * Why it is no yes, though the institution was listed and the course planned.
 * @param {Course[]} courses
 * @param {string} to
 */
function whyOutside(courses, to) {
  const isTold = courses.every((each) => each.told && each.told >= to);
  return `，但${isTold ? "登记的班次" : "登记的班次和计划的开课月份都"}不包括所填的日期。`;
}
