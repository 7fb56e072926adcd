// The verification page: it looks up an institution's file, says what the register answers (see verdict.js) and
// why. What the days mean, with reasons and articles, was derived when the site was made.

/** @import { Choice, Course, Institution, Resolved, Row, Today, Verdict } from "../../types" */

import { ask, choices, courseLink, part, reasonList, shownWord, tell, whoIs, wordText } from "./answer.js";
import { followFields, input, offerCourses } from "./chooser.js";
import { dayText, isDay, periodText } from "./days.js";
import { fold, isNear } from "./match.js";
import { explainClasses, explainListing, explainNumbers, explainPlan, listPeriods, runText } from "./reasons.js";
import { resolveInstitution } from "./resolve.js";
import { coming, judge, sayUnknown, standing } from "./sentences.js";
import { copyText } from "./copy.js";
import { address, element, link, load } from "./site.js";
import { findTitled, listDuring, titlesOf } from "./titles.js";
import { gaps, lastOver, shownBy, within } from "./verdict.js";

const SHOWN = 20;
const ID = /^[a-z][a-z\d]*(-[a-z\d]+)+$/; // as most are; others are looked up as names are
const form = /** @type {HTMLFormElement} */ (document.getElementById("verifier"));
const box = /** @type {HTMLElement} */ (document.getElementById("answer"));
const tools = /** @type {HTMLElement} */ (document.getElementById("answer-tools"));
/** @type {Today} */
const today = { iso: String(form.dataset.day), text: String(form.dataset.dayText) };
const pageTitle = document.title;
const asked = new URLSearchParams(location.search);

/**
 * A value of the address. A link that was cut, or has a stray %, ends in what nobody typed.
 * @param {URLSearchParams} query
 * @param {string} name
 */
function valueOf(query, name) {
  return (query.get(name) || "").replace(/[%\uFFFD\s]+$/, "").trim();
}

/**
 * Tells an answer as a document, which the page's title names and which can be copied.
 * @param {Verdict} code
 * @param {Institution} file
 * @param {string} words
 * @param {...HTMLElement} below
 */
function conclude(code, file, words, ...below) {
  const [course, from, to] = ["course", "from", "to"].map((name) => valueOf(asked, name));
  const query = new URLSearchParams({ institution: file.id });
  for (const [name, each] of Object.entries({ course, from, to })) if (each) query.set(name, each);
  const period = from || to ? periodText(from || to, to || from) : "";
  const facts = Object.entries({ 所填课程: course, 所填日期: period }).filter(([, each]) => each);
  const rows = facts.map(([name, each]) => element("div", "", element("dt", "", name), element("dd", "", each)));
  tell(code, file, words, query, today.text, [element("dl", "facts", ...rows), ...below]);
  const word = wordText(code);
  document.title = `${[`${word}：${file.name}`, course, period].filter(Boolean).join("，")} - ${pageTitle}`;
  document.documentElement.classList.add("answered");
  tools.hidden = false;
  const who = file.code ? `${file.name}（${file.code}）` : file.name;
  const text = `${who}：${words}查验结果：${word}（截至${today.text}，不是法律决定）。核对地址：${address("verify/")}?${query}`;
  const status = /** @type {HTMLElement} */ (document.getElementById("copied"));
  document.getElementById("copy")?.addEventListener("click", () => copyText(text, status, "查验结论"));
}

/**
 * Courses to choose from, as elements; those whose title is nearly what was asked come first, then those that
 * the days fit.
 * @param {URLSearchParams} query
 * @param {string} words
 * @param {Course[]} courses
 * @param {string} from
 * @param {string} to
 */
function offered(query, words, courses, from, to) {
  const title = fold(valueOf(query, "course"));
  const isAlike = (/** @type {Course} */ each) => title.length > 3 && isNear(title, fold(each.title));
  const fits = (/** @type {Course} */ each) => (isAlike(each) ? 0 : 2) + (shownBy([each], from, to) ? 0 : 1);
  const titles = titlesOf([...courses].sort((a, b) => fits(a) - fits(b)));
  return titles.length ? [element("div", "screen", element("p", "", words), choices(query, courseChoices(titles)))] : [];
}

/** @type {(titles: string[]) => Choice[]} */
const courseChoices = (titles) => titles.map((title) => [title, { course: title }]);

/**
 * Without days: the classes of the course, to choose from; it is no answer yet, but where no day could have one.
 * @param {Institution} file
 * @param {URLSearchParams} query
 * @param {Course[]} courses
 */
function tellCourse(file, query, courses) {
  const title = courses[0].title;
  const listed = file.spans.filter((each) => each.shown);
  const some = courses.flatMap((each) => each.days).some((each) => within(listed, each.first, each.last).length);
  if (!some) {
    const why = courses.map((each) => {
      const what = each.days.length ? "课程在通过的计划中的日子，机构不在名单中。" : "登记册中未见计划的通过记录。";
      return { words: `${each.year} 年度：${what}`, source: each.source };
    });
    const words = `没有哪一天，机构在名单中而课程“${title}”又在通过的计划中。`;
    conclude("not-shown", file, words, reasonList(file, why));
    return;
  }
  const runs = courses.flatMap((each) => each.runs);
  ask(`${file.name}：课程“${title}”要连同开班日期才能查验。`);
  if (runs.length) {
    /** @type {Choice[]} */
    const rows = runs.map((each) => [runText(each), { course: title, from: each.first, to: each.last }]);
    const words = "登记的班次有下列各期，请选择；都不是的，请在下面填写证书上的日期。";
    box.append(element("p", "", words), choices(query, rows.reverse()));
  }
  const open = courses.filter((each) => !each.runs.length);
  if (open.length) box.append(reasonList(file, explainClasses(open)));
  box.append(whoIs(file));
}

/**
 * Whether the institution was listed, of the days that are over, as a part of the answer.
 * @param {Institution} file
 * @param {string} from
 * @param {string} to
 */
function listingPart(file, from, to) {
  if (from > today.iso) return { good: true, parts: [] };
  const { good, reasons } = explainListing(file, from, lastOver(to, today.iso));
  return { good, parts: [part(file, "机构", shownWord(good), 1, reasons)] };
}

/**
 * With days and without a course: how the institution stood, and the courses that may be meant.
 * @param {Institution} file
 * @param {URLSearchParams} query
 * @param {string} from
 * @param {string} to
 */
function tellListing(file, query, from, to) {
  const over = lastOver(to, today.iso);
  const stood = to > today.iso ? coming(file, from, to, today) : standing(file, from, to);
  const { good, parts } = listingPart(file, from, to);
  if (!good) {
    conclude("not-shown", file, `${standing(file, from, over)}。`, ...parts);
    return;
  }
  const courses = listDuring(file, from, to).filter((each) => !gaps(each.days, from, to).length);
  if (!courses.length && to <= today.iso) {
    const none = { words: "没有哪门课程，在这些天里都在通过的计划中。" };
    conclude("not-shown", file, `${stood}；未见通过的计划。`, ...parts, part(file, "课程", shownWord(false), 2, [none]));
    return;
  }
  const choice = offered(query, "那时通过的计划中有下列课程，选一门接着查：", courses, from, to);
  ask(`${file.name}：${stood}。请再填写课程名称。`, ...parts, ...choice, whoIs(file));
}

/**
 * With days, and a course that is in no plan of theirs.
 * @param {Institution} file
 * @param {URLSearchParams} query
 * @param {string} course
 * @param {string} from
 * @param {string} to
 */
function tellUnknown(file, query, course, from, to) {
  const { code, words } = judge(file, course, from, to, today);
  const years = [...new Set(findTitled(file.courses, course).map((each) => each.year))];
  const reasons = [{ words: sayUnknown(course, from, to) }];
  if (years.length) reasons.push({ words: `${years.join("、")} 年度计划中有这样的课程，请核对日期。` });
  const courses = listDuring(file, from, to).filter((each) => !gaps(each.days, from, to).length);
  const choice = offered(query, "那时通过的计划中有下列课程，是不是其中的一门？", courses, from, to);
  const { parts } = listingPart(file, from, to);
  conclude(code || "not-shown", file, words, ...parts, part(file, "课程", shownWord(false), 2, reasons), ...choice);
}

/**
 * With days and a course.
 * @param {Institution} file
 * @param {URLSearchParams} query
 * @param {string} course
 * @param {string} from
 * @param {string} to
 */
function tellRun(file, query, course, from, to) {
  const { code, words, courses, fit } = judge(file, course, from, to, today);
  if (!code) {
    ask(`那一年的计划中有几门课程的名称含有“${course}”，是哪一门？`, choices(query, courseChoices(titlesOf(courses))));
    return;
  }
  if (!courses.length) {
    tellUnknown(file, query, course, from, to);
    return;
  }
  const isOpen = code === "to-come";
  const over = lastOver(to, today.iso);
  const now = [{ ...file.spans[file.spans.length - 1], first: today.iso, last: today.iso }];
  const listed = isOpen ? explainListing({ spans: now }, today.iso, today.iso) : explainListing(file, from, over);
  const plan = explainPlan(courses, from, isOpen ? to : over);
  const word = isOpen ? "登记册现在的记录" : fit ? shownWord(true) : "登记册的记录";
  conclude(
    code,
    file,
    words,
    part(file, isOpen ? "机构（现在）" : "机构", shownWord(listed.good), 1, listed.reasons),
    part(file, "课程", shownWord(plan.good), 2, [...plan.reasons, ...explainNumbers(courses, course)]),
    part(file, "班次和月份", word, 0, explainClasses(fit && !isOpen ? [fit] : courses)),
    element("p", "screen", courseLink(file, fit || courses[courses.length - 1])),
  );
}

/**
 * With a course and without days.
 * @param {Institution} file
 * @param {URLSearchParams} query
 * @param {string} course
 */
function tellTitle(file, query, course) {
  const courses = findTitled(file.courses, course);
  const titles = titlesOf(courses);
  if (titles.length > 1) {
    ask(`有几门课程的名称含有“${course}”，是哪一门？`, choices(query, courseChoices(titles)));
  } else if (titles.length) {
    tellCourse(file, query, courses);
  } else {
    const every = [...file.courses].reverse();
    const choice = offered(query, "计划中有下列课程，是不是其中的一门？", every, today.iso, today.iso);
    conclude("not-shown", file, `历年的计划和通过的调整中未见名称为“${course}”的课程。`, ...choice);
  }
}

/**
 * The institutions to choose from, where one name fits several, or none for certain.
 * @param {Resolved} resolved
 * @param {string} text
 * @param {URLSearchParams} query
 */
function askWhich({ rows, certain }, text, query) {
  const more = rows.length > SHOWN ? `（只列前 ${SHOWN} 个）` : "";
  const former = (/** @type {Row} */ row) => {
    if (row.former.map(fold).includes(fold(text))) return `（曾用名：${text}）`;
    return row.aliases.map(fold).includes(fold(text)) ? `（品牌、平台：${text}）` : "";
  };
  /** @type {Choice[]} */
  const values = rows.slice(0, SHOWN).map((row) => [row.name + former(row), { institution: row.id }]);
  const words = certain ? `有 ${rows.length} 个机构与“${text}”相符${more}，是哪一个？` : `没有名称为“${text}”的机构。您是不是要找${more}：`;
  ask(words, choices(query, values));
}

/**
 * Without an institution that is meant; it may have been left out while its records are checked.
 * @param {string} text
 */
function tellNobody(text) {
  const hidden = form.dataset.leftOut || "";
  if (hidden.split(" ").includes(text)) {
    ask(`机构“${text}”列入过名单，其后的记录正在核对，暂不显示，现在不能查验。`);
    return;
  }
  const more = hidden ? [link("记录正在核对、暂不显示的机构", "publication/#held"), "也查不到。"] : [];
  ask(
    `登记册的公开部分没有“${text}”。可能从未列入名单，也可能写法不同：请用统一社会信用代码再查。`,
    ...(more.length ? [element("p", "", ...more)] : []),
  );
}

/**
 * With an institution: what can be said by what else was given.
 * @param {Institution} file
 * @param {URLSearchParams} query
 */
function answerOf(file, query) {
  const from = valueOf(query, "from") || valueOf(query, "to");
  const to = valueOf(query, "to") || from;
  const course = valueOf(query, "course");
  if (from && !(isDay(from) && isDay(to))) {
    ask("日期应写成 2026-03-15 的格式。");
  } else if (from > to) {
    ask(`结束日期${dayText(to)}早于开班日期${dayText(from)}，请核对。`);
  } else if (from && course) {
    tellRun(file, query, course, from, to);
  } else if (from) {
    tellListing(file, query, from, to);
  } else if (course) {
    tellTitle(file, query, course);
  } else {
    const periods = reasonList(file, listPeriods(file, today.iso));
    ask(`${file.name}：请填写开班日期或课程名称。该机构在名单中的日期：`, periods, whoIs(file));
  }
}

/**
 * With what the register shows of the institution.
 * @param {Institution} file
 * @param {URLSearchParams} query
 */
function tellInstitution(file, query) {
  input("institution").value = file.name;
  offerCourses(file);
  answerOf(file, query);
}

/**
 * Answers what the address asks; nothing where it asks nothing.
 * @param {URLSearchParams} query
 */
async function answer(query) {
  const text = valueOf(query, "institution");
  if (!text && !query.get("institution")) return;
  // An id, as the links of this site have it, is the name of a file: then nothing needs to be looked up.
  const own = ID.test(text) ? await load(`verify/${text}.json`).catch(() => null) : null;
  const resolved = text && !own ? await resolveInstitution(text) : { rows: [], certain: true };
  if (own) {
    tellInstitution(own, query);
  } else if (!resolved.rows.length) {
    tellNobody(text || query.get("institution") || "");
  } else if (resolved.rows.length > 1 || !resolved.certain) {
    askWhich(resolved, text, query);
  } else {
    tellInstitution(await load(`verify/${resolved.rows[0].id}.json`), query);
  }
  finish(text);
}

/**
 * Shows the rest of the page, and takes a reader to the answer.
 * @param {string} text
 */
function finish(text) {
  document.documentElement.classList.remove("asked");
  if (document.title === pageTitle) document.title = `“${text}”：待补充 - ${pageTitle}`;
  box.focus({ preventScroll: true });
}

function tellFailure() {
  box.replaceChildren();
  ask("查验用的数据没有取到。请刷新页面，或打开机构页面对照。");
}

for (const name of asked.keys()) {
  const field = input(name);
  if (field instanceof HTMLInputElement) field.value = valueOf(asked, name);
}
followFields(tellFailure);
document.getElementById("print")?.addEventListener("click", () => print());
answer(asked).catch(() => {
  tellFailure();
  finish(valueOf(asked, "institution"));
});
