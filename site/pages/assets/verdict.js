// What the register answers of a class, from the file of an institution (registry/publish/search/verification.py):
// the rule of `answer` in registry/lifecycle/credit.py, which tests hold against this one.

/** @import { Course, Period, Span, Verdict } from "../../types" */

/**
 * The day so many days after a day, both as 2026-03-15.
 * @param {string} day
 * @param {number} count
 */
export function daysOn(day, count) {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + count);
  return moved.toISOString().slice(0, 10);
}

/**
 * The last day of a period of which the register can know: its own, else the register's.
 * @param {string} to
 * @param {string} asOf
 */
export function lastOver(to, asOf) {
  return to < asOf ? to : asOf;
}

/**
 * The spans that touch a period, each cut to it. An empty first or last day is without limit.
 * @template {Period} T
 * @param {T[]} spans
 * @param {string} from
 * @param {string} to
 * @returns {T[]}
 */
export function within(spans, from, to) {
  return spans
    .map((each) => {
      const first = each.first > from ? each.first : from;
      const last = each.last && each.last < to ? each.last : to;
      return { ...each, first, last };
    })
    .filter((each) => each.first <= each.last);
}

/**
 * The days of a period that no span covers, as spans.
 * @param {Period[]} spans
 * @param {string} from
 * @param {string} to
 * @returns {Period[]}
 */
export function gaps(spans, from, to) {
  const days = [];
  let next = from;
  const sorted = [...spans].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  for (const each of within(sorted, from, to)) {
    if (each.first > next) days.push({ first: next, last: daysOn(each.first, -1) });
    if (each.last >= next) next = daysOn(each.last, 1);
  }
  if (next <= to) days.push({ first: next, last: to });
  return days;
}

/**
 * Whether the institution was listed and free to teach on every day.
 * @param {{ spans: Span[] }} file
 * @param {string} from
 * @param {string} to
 */
export function teaches(file, from, to) {
  return within(file.spans, from, to).every((each) => each.shown);
}

/**
 * The classes of a course that hold every day of a period.
 * @param {Course} course
 * @param {string} from
 * @param {string} to
 */
export function holding(course, from, to) {
  return course.runs.filter((each) => each.first <= from && to <= each.last);
}

/**
 * Whether the months of the plan hold every day of a period that goes on after what the summary tells, from the
 * last of them on up to the end that the plan states.
 * @param {Course} course
 * @param {string} from
 * @param {string} to
 */
function inMonths(course, from, to) {
  if (course.told && course.told >= to) return false;
  return within(course.days, from, to).every((each) => {
    const planned = each.months.map((month) => `${course.year}-${String(month).padStart(2, "0")}`);
    const open = each.until && each.last <= each.until && planned.length;
    const after = (/** @type {string} */ month) => open && planned.every((other) => other < month);
    return monthsOf(each.first, each.last).every((month) => planned.includes(month) || after(month));
  });
}

/**
 * The months that a period touches, as 2026-03.
 * @param {string} from
 * @param {string} to
 */
function monthsOf(from, to) {
  const months = [];
  let [year, month] = from.split("-").map(Number);
  for (;;) {
    const text = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
    if (text > to.slice(0, 7)) return months;
    months.push(text);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
}

/**
 * The first of these courses that shows a class on every day of a period, by its classes or its months.
 * @param {Course[]} courses
 * @param {string} from
 * @param {string} to
 */
export function shownBy(courses, from, to) {
  return courses.find(
    (each) => !gaps(each.days, from, to).length && (holding(each, from, to).length || inMonths(each, from, to)),
  );
}

/**
 * The code of the answer of the register of the day `known`.
 * @param {{ spans: Span[] }} file
 * @param {Course[]} courses
 * @param {string} from
 * @param {string} to
 * @param {string} asOf
 * @returns {Verdict}
 */
export function verdict(file, courses, from, to, asOf) {
  const over = lastOver(to, asOf);
  const days = courses.flatMap((each) => each.days);
  if (from <= over && (!teaches(file, from, over) || gaps(days, from, over).length)) return "not-shown";
  if (asOf < to) return "to-come";
  return shownBy(courses, from, to) ? "shown" : "outside";
}
