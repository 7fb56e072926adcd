// The verification page: it looks up an institution's file, says what the register answers (see verdict.js) and
// why. What the days mean, with reasons and articles, was derived when the site was made.

/** @import { Answer, Choice, Course, Institution, Period, PlannedDays, Row, Run, Span, Verdict } from "../../types" */

import { findInstitutions, hearAll, suggestInstitutions } from "./institutions.js";
import { element, institutions, link, load } from "./lookup.js";
import { fold, isNear, simplify } from "./match.js";
import { daysOn, gaps, holding, shownBy, teaches, verdict, within } from "./verdict.js";

const SHOWN = 20;
const form = /** @type {HTMLFormElement} */ (document.getElementById("verifier"));
const box = /** @type {HTMLElement} */ (document.getElementById("answer"));
const tools = /** @type {HTMLElement} */ (document.getElementById("answer-tools"));
const lists = {
  institutions: /** @type {HTMLElement} */ (document.getElementById("verifier-institutions")),
  courses: /** @type {HTMLElement} */ (document.getElementById("verifier-courses")),
};
const known = String(form.dataset.day);
const knownText = String(form.dataset.dayText);
/** @type {(name: string) => HTMLInputElement} */
const input = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/** @param {string} day */
const dayText = (day) => {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
};
/**
 * A period, short: the second day without what it has in common with the first.
 * @param {string} first
 * @param {string} last
 */
const periodText = (first, last) => {
  if (first === last) return dayText(first);
  const end = first.slice(0, 4) === last.slice(0, 4) ? dayText(last).replace(/^.*年/, "") : dayText(last);
  return `${dayText(first)}至${first.slice(0, 7) === last.slice(0, 7) ? end.replace(/^.*月/, "") : end}`;
};
/** @param {Run} run */
const runText = (run) => `${periodText(run.first, run.last)}${run.hours ? `，${run.hours} 课时` : ""}`;
/**
 * The months for which a course was planned on some of its days, with the end that the plan states.
 * @param {PlannedDays[]} days
 */
function monthsText(days) {
  const months = [...new Set(days.flatMap((each) => each.months))].sort((a, b) => a - b);
  const until = [...new Set(days.map((each) => each.until || "").filter(Boolean))].map((each) => `，到${dayText(each)}`);
  return months.length ? months.map((each) => `${each}月`).join("、") + until.join("") : "";
}
/** @param {string} text */
const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && daysOn(text, 0) === text;

/**
 * A value of the address. A link that was cut, or has a stray %, ends in what nobody typed.
 * @param {URLSearchParams} query
 * @param {string} name
 */
const value = (query, name) => (query.get(name) || "").replace(/[%\uFFFD\s]+$/, "").trim();

/**
 * An address as people read it; what is no Chinese stays as it is.
 * @param {string} href
 */
const readable = (href) =>
  href.replace(/(%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURI(escaped);
    } catch {
      return escaped;
    }
  });

/**
 * A link to article 24 (1) or 17 (2) of the regulation in force, as the page words it.
 * @param {number} number
 * @returns {Node | string}
 */
function article(number) {
  /** @type {HTMLTemplateElement | null} */
  const template = document.querySelector(`template.article-${number}`);
  return template ? template.content.cloneNode(true) : "";
}

/**
 * A reason: words, then the article and the record it rests on.
 * @param {string} words
 * @param {string | Node} basis
 * @param {string | undefined} source
 */
function reason(words, basis, source) {
  const found = element("li", "", words);
  if (basis) found.append(" ", basis);
  if (source) found.append(" ", element("span", "source", "来源：", element("code", "", source)));
  return found;
}

/** @param {{ label: string, anchor: string }} found */
function regulationLink(found) {
  const made = link(found.label, `regulation/#${found.anchor}`);
  made.className = "article";
  return made;
}

/**
 * The spans that tell why the institution could teach, or could not.
 * @param {{ spans: Span[] }} file
 * @param {string} from
 * @param {string} to
 */
function telling(file, from, to) {
  const good = teaches(file, from, to);
  return within(file.spans, from, to).filter((each) => each.shown === good);
}

/**
 * Whether the institution was listed on every day: {good, reasons}.
 * @param {{ spans: Span[] }} file
 * @param {string} from
 * @param {string} to
 * @returns {Answer}
 */
function listing(file, from, to) {
  const reasons = telling(file, from, to).map((each) => {
    const state = each.states[each.states.length - 1];
    const since = state.since ? `（自${state.since}起）` : "";
    const words = `${periodText(each.first, each.last)}：${state.label}${since}。${state.reason}`;
    const rests = state.article ? regulationLink(state.article) : state.basis;
    return reason(words, rests ? element("span", "", "依据：", rests) : "", state.source);
  });
  return { good: teaches(file, from, to), reasons };
}

/**
 * How the institution stood, as the beginning of a sentence.
 * @param {Institution} file
 * @param {string} from
 * @param {string} to
 */
function standing(file, from, to) {
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
function bare(key) {
  /** @type {{ key: string, years: number[], numbers: string[] }} */
  const found = { key, years: [], numbers: [] };
  for (const each of [BEFORE, AFTER, BEFORE, AFTER]) {
    const [left] = found.key.match(each) || [""];
    if (!left || left === found.key) continue;
    found.key = found.key.replace(each, "");
    if (WHOLE_YEAR.test(left)) found.years.push(yearOf(left));
    else found.numbers.push(left);
  }
  return found;
}

/**
 * The courses whose title is what was asked; else is it but for year and number; else contains it. A year that
 * is left out is that of the plan, or one of these.
 * @param {Course[]} courses
 * @param {string} title
 * @param {number[]} years
 */
function named(courses, title, years = []) {
  const key = fold(title);
  const short = bare(key);
  const ofYear = (/** @type {Course} */ each) =>
    short.years.every((year) => year === each.year || years.includes(year));
  /** @type {((each: Course) => boolean)[]} */
  const ways = [
    (each) => fold(each.title) === key,
    (each) => bare(fold(each.title)).key === short.key && ofYear(each),
    (each) => fold(each.title).includes(short.key) && ofYear(each),
  ];
  const found = ways.map((fits) => courses.filter(fits));
  return found.find((each) => each.length) || [];
}

/**
 * The courses of a period: those of its years, and those of a year before with days in it.
 * @param {Institution} file
 * @param {string} from
 * @param {string} to
 */
function during(file, from, to) {
  const years = yearsOf(from, to);
  return file.courses.filter((each) => years.includes(each.year) || within(each.days, from, to).length);
}

/**
 * Whether a course stood in a passed plan on every day: {good, reasons}.
 * @param {Course[]} courses
 * @param {string} from
 * @param {string} to
 * @returns {Answer}
 */
function planned(courses, from, to) {
  const days = courses.flatMap((each) => each.days.map((span) => ({ ...span, year: each.year })));
  const missing = gaps(days, from, to);
  if (missing.length) {
    const why = (/** @type {Period} */ each) => `${periodText(each.first, each.last)}：${whyNot(courses, days, each)}`;
    return { good: false, reasons: missing.map((each) => reason(why(each), "", courses[0].source)) };
  }
  const reasons = within(days, from, to).map((each) =>
    reason(`${periodText(each.first, each.last)}：在 ${each.year} 年度计划中，${each.since}通过。`, "", each.source),
  );
  return { good: true, reasons };
}

/**
 * Why a course did not stand in a passed plan in a gap.
 * @param {Course[]} courses
 * @param {(PlannedDays & { year: number })[]} days
 * @param {Period} gap
 */
function whyNot(courses, days, gap) {
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
 */
function leftOut(courses, title) {
  const key = fold(title);
  const numbers = courses.some((each) => fold(each.title) === key) ? [] : bare(key).numbers;
  return numbers.map((each) => reason(`名称中的“${each}”没有比对：登记册按日期记班次，不记期数。`, "", ""));
}

/**
 * What the register knows of the classes and the planned months of courses, as reasons.
 * @param {Course[]} courses
 */
function classes(courses) {
  const found = [];
  for (const each of courses) {
    for (const run of each.runs) found.push(reason(`登记的班次：${runText(run)}。`, "", run.source));
    const months = monthsText(each.days);
    const unknown = each.days.length ? "计划没有载明开课月份" : "登记册中未见计划的通过记录";
    const reach = each.told >= `${each.year}-12-31` ? "总结已经报来" : `总结统计到${dayText(each.told)}`;
    const none = each.runs.length ? "" : "，其中没有这门课程的班次";
    const told = each.told ? `${reach}${none}` : "总结还没有报来";
    const words = months ? `计划的开课月份是${months}` : unknown;
    found.push(reason(`${each.year} 年度：${words}；${told}。`, "", each.source));
  }
  return found;
}

/**
 * @param {string} title
 * @param {string} word
 * @param {number} number
 * @param {HTMLElement[]} reasons
 */
function part(title, word, number, reasons) {
  const heading = element("h3", "", `${title}：${word} `);
  const basis = number ? article(number) : "";
  if (basis) heading.append(basis);
  return element("div", "", heading, element("ul", "", ...reasons));
}

/** @param {boolean} good */
const shownWord = (good) => wordOf(good ? "shown" : "not-shown").textContent || "";

/**
 * The word of an answer with its look, as the page has it.
 * @param {Verdict} code
 * @returns {Node}
 */
function wordOf(code) {
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector(`template.answer-${code}`));
  return /** @type {Element} */ (template.content.firstElementChild).cloneNode(true);
}

/**
 * The answer with its headline, which begins with the name of the institution.
 * @param {Verdict} code
 * @param {Institution} file
 * @param {string} headline
 * @param {...Node} below
 */
function tell(code, file, headline, ...below) {
  box.append(wordOf(code), element("p", "answer__what", element("strong", "", file.name), `：${headline}`));
  box.append(...below, whoIs(file));
  const stamp = `按截至${knownText}的登记册推算。查验不是法律决定，以继续教育证书的记载和人社部门的审核验证为准。`;
  box.append(element("p", "answer__stamp", stamp));
  box.append(element("p", "answer__address", `地址：${readable(location.href)}`));
  tools.hidden = false;
}

/**
 * @param {string} text
 * @param {...Node} below
 */
function ask(text, ...below) {
  box.append(element("p", "answer__what", text), ...below);
}

/**
 * Links that ask again with other values: each a text and the values, by name.
 * @param {URLSearchParams} query
 * @param {Choice[]} values
 */
function choices(query, values) {
  return element(
    "ul",
    "",
    ...values.map(([text, other]) => {
      const next = new URLSearchParams(query);
      for (const [name, each] of Object.entries(other)) next.set(name, each);
      return element("li", "", link(text, `verify/?${next}`));
    }),
  );
}

/** @param {Institution} file */
function whoIs(file) {
  const former = file.former.map((each) => `${each.name}（至${dayText(each.changed)}）`);
  const code = file.code ? `，统一社会信用代码 ${file.code}` : "";
  const who = element("p", "", link(file.name, `institutions/${file.id}/`), code);
  if (former.length) who.append(`。曾用名：${former.join("，")}`);
  const codes = (file.former_codes || []).map((each) => `${each.code}（至${dayText(each.changed)}）`);
  if (codes.length) who.append(`。转制以前的代码：${codes.join("，")}`);
  if (file.held) who.append("。其后的记录正在核对，本答复按核对前的记录");
  return who;
}

/**
 * A link to a course on the institution's page.
 * @param {Institution} file
 * @param {Course} course
 */
function courseLink(file, course) {
  return link(`档案页上的这门课程（${course.year}年计划）`, `institutions/${file.id}/#y${course.year}-${course.id}`);
}

/**
 * Without days: the classes of the course, to choose from; it is no answer yet, but where no day could have one.
 * @param {Institution} file
 * @param {URLSearchParams} query
 * @param {Course[]} found
 */
function tellCourse(file, query, found) {
  const title = found[0].title;
  const listed = file.spans.filter((each) => each.shown);
  const some = found.flatMap((each) => each.days).some((each) => within(listed, each.first, each.last).length);
  if (!some) {
    const why = found.map((each) => {
      const what = each.days.length ? "课程在通过的计划中的日子，机构不在名单中。" : "登记册中未见计划的通过记录。";
      return reason(`${each.year} 年度：${what}`, "", each.source);
    });
    const words = `没有哪一天，机构在名单中而课程“${title}”又在通过的计划中。`;
    tell("not-shown", file, words, element("ul", "", ...why));
    return;
  }
  const runs = found.flatMap((each) => each.runs);
  ask(`${file.name}：课程“${title}”要连同办班的日期才能查验。`);
  if (runs.length) {
    /** @type {Choice[]} */
    const rows = runs.map((each) => [runText(each), { course: title, from: each.first, to: each.last }]);
    const words = "登记的班次有下列各期，是哪一期？都不是的，在下面填证书上的日期。";
    box.append(element("p", "", words), choices(query, rows.reverse()));
  }
  const open = found.filter((each) => !each.runs.length);
  if (open.length) box.append(element("ul", "", ...classes(open)));
  box.append(whoIs(file));
}

/**
 * With days and without a course: how the institution stood, and the courses that may be meant.
 * @param {Institution} file
 * @param {URLSearchParams} query
 * @param {string} from
 * @param {string} to
 */
function tellListing(file, query, from, to) {
  const over = to < known ? to : known;
  const stood = to > known ? coming(file, from, to) : standing(file, from, to);
  const listed = from > known ? null : listing(file, from, over);
  const held = during(file, from, to).filter((each) => !gaps(each.days, from, to).length);
  const below = listed ? [part("机构", shownWord(listed.good), 1, listed.reasons)] : [];
  if (listed && !listed.good) {
    tell("not-shown", file, `${standing(file, from, over)}。`, ...below);
    return;
  }
  if (!held.length && to <= known) {
    const none = reason("没有哪门课程，在这些天里都在通过的计划中。", "", "");
    tell("not-shown", file, `${stood}；未见通过的计划。`, ...below, part("课程", shownWord(false), 2, [none]));
    return;
  }
  const choice = offered(query, "那时通过的计划中有下列课程，选一门接着查：", held, from, to);
  ask(`${file.name}：${stood}。还要填课程，才能查验这次学习。`, ...below, ...choice, whoIs(file));
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
  const title = fold(value(query, "course"));
  const isAlike = (/** @type {Course} */ each) => title.length > 3 && isNear(title, fold(each.title));
  const fits = (/** @type {Course} */ each) => (isAlike(each) ? 0 : 2) + (shownBy([each], from, to) ? 0 : 1);
  const titles = titlesOf([...courses].sort((a, b) => fits(a) - fits(b)));
  return titles.length ? [element("p", "", words), choices(query, courseChoices(titles))] : [];
}

/**
 * What is known of days that have not come, as the beginning of a sentence.
 * @param {Institution} file
 * @param {string} from
 * @param {string} to
 */
function coming(file, from, to) {
  const now = file.spans[file.spans.length - 1];
  const state = now.states[now.states.length - 1];
  const begun = from <= known ? "还没有过完" : "还没有到";
  const stands = now.shown
    ? "机构在公布的名单中，没有暂停开班"
    : now.states.length > 1
      ? `机构在公布的名单中，但自${state.since}起${state.label}`
      : `登记册的状态是“${state.label}”`;
  return `${periodText(from, to)}${begun}。截至${knownText}，${stands}`;
}

/**
 * With days of which some have not come.
 * @param {Institution} file
 * @param {string} course
 * @param {Course[]} found
 * @param {string} from
 * @param {string} to
 */
function tellComing(file, course, found, from, to) {
  const plan = planned(found, from, to);
  const fit = shownBy(found, from, to);
  const words = plan.good
    ? `课程“${found[0].title}”在已通过的计划中，所填日期${fit ? "在计划的开课月份内" : "不在计划的开课月份内"}`
    : `课程“${found[0].title}”还没有在所填的每一天都列入已通过的计划`;
  const last = [{ ...file.spans[file.spans.length - 1], first: known, last: known }];
  const listed = listing({ spans: last }, known, known);
  tell(
    "to-come",
    file,
    `${coming(file, from, to)}；${words}。`,
    part("机构（现在）", shownWord(listed.good), 1, listed.reasons),
    part("课程", shownWord(plan.good), 2, [...plan.reasons, ...leftOut(found, course)]),
    part("班次和月份", "登记册现在知道的", 0, classes(found)),
    element("p", "", courseLink(file, fit || found[found.length - 1])),
  );
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
  const years = yearsOf(from, to);
  const other = [...new Set(named(file.courses, course).map((each) => each.year))];
  const none = `${years.join("、")} 年度计划和通过的调整中未见名称为“${course}”的课程。`;
  const reasons = [reason(none, "", "")];
  if (other.length) reasons.push(reason(`${other.join("、")} 年度计划中有这样的课程，请核对日期。`, "", ""));
  const over = to < known ? to : known;
  const listed = from > known ? null : listing(file, from, over);
  const below = listed ? [part("机构", shownWord(listed.good), 1, listed.reasons)] : [];
  const code = to > known && (!listed || listed.good) ? "to-come" : "not-shown";
  const stood = code === "to-come" ? coming(file, from, to) : standing(file, from, over);
  const held = during(file, from, to).filter((each) => !gaps(each.days, from, to).length);
  const choice = offered(query, "那时通过的计划中有下列课程，是不是其中的一门？", held, from, to);
  tell(code, file, `${stood}；${none}`, ...below, part("课程", shownWord(false), 2, reasons), ...choice);
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
  const found = named(during(file, from, to), course, yearsOf(from, to));
  const titles = titlesOf(found);
  if (titles.length > 1) {
    ask(`那一年的计划中有几门课程的名称含有“${course}”，是哪一门？`, choices(query, courseChoices(titles)));
    return;
  }
  if (!found.length) {
    tellUnknown(file, query, course, from, to);
    return;
  }
  const code = verdict(file, found, from, to, known);
  if (code === "to-come") {
    tellComing(file, course, found, from, to);
    return;
  }
  const over = to < known ? to : known;
  const listed = listing(file, from, over);
  const plan = planned(found, from, over);
  const fit = code === "shown" ? shownBy(found, from, to) : undefined;
  const end = fit ? whyShown(fit, from, to) : code === "outside" ? whyOutside(found, to) : "。";
  const passed = plan.good ? "在通过的计划中" : "没有在所填的每一天都列入通过的计划";
  tell(
    code,
    file,
    `${standing(file, from, over)}；课程“${found[0].title}”${passed}${end}`,
    part("机构", shownWord(listed.good), 1, listed.reasons),
    part("课程", shownWord(plan.good), 2, [...plan.reasons, ...leftOut(found, course)]),
    part("班次和月份", fit ? shownWord(true) : "登记册知道的", 0, classes(fit ? [fit] : found)),
    element("p", "", courseLink(file, fit || found[found.length - 1])),
  );
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
    : `计划的开课月份（${months}）包括${days}，总结还没有说到`;
  return `，${words}。登记册显示，学习情况可以由这家机构记入。`;
}

/**
 * Why it is no yes, though the institution was listed and the course planned.
 * @param {Course[]} courses
 * @param {string} to
 */
function whyOutside(courses, to) {
  const told = courses.every((each) => each.told && each.told >= to);
  return `，但${told ? "登记的班次" : "登记的班次和计划的开课月份都"}不包括所填的日期。`;
}

/**
 * @param {string} from
 * @param {string} to
 */
function yearsOf(from, to) {
  return [...new Set([from, to].map((day) => Number(day.slice(0, 4))))];
}

/** @param {Course[]} found */
const titlesOf = (found) => [...new Set(found.map((each) => each.title))];
/** @type {(titles: string[]) => Choice[]} */
const courseChoices = (titles) => titles.map((title) => [title, { course: title }]);

/**
 * The institutions that are meant: those whose id, code or whole name, now or once, or brand was given, or all
 * that fit; `certain` where what was given is in what the register has of them.
 * @param {string} text
 * @returns {Promise<{ rows: Row[], certain: boolean }>}
 */
async function meant(text) {
  const index = await institutions();
  const key = simplify(index.language, text);
  const same = index.rows.filter((row) => row.id === text || (key && [row.key, ...row.aliasKeys].includes(key)));
  if (same.length) return { rows: same, certain: true };
  const exact = await findInstitutions(index, load, text);
  if (!exact.hits.length) await hearAll(index, load);
  const found = exact.hits.length ? exact : await suggestInstitutions(index, load, text);
  const hits = found.hits.sort((a, b) => a.rank - b.rank || a.row.order - b.row.order);
  return { rows: hits.map(({ row }) => row), certain: found.certain };
}

/**
 * The institutions to choose from, where one name fits several, or none for certain.
 * @param {Row[]} found
 * @param {string} text
 * @param {URLSearchParams} query
 * @param {boolean} certain
 */
function askWhich(found, text, query, certain) {
  const more = found.length > SHOWN ? `（只列前 ${SHOWN} 个）` : "";
  const former = (/** @type {Row} */ row) => {
    if (row.former.map(fold).includes(fold(text))) return `（曾用名：${text}）`;
    return row.aliases.map(fold).includes(fold(text)) ? `（品牌、平台：${text}）` : "";
  };
  /** @type {Choice[]} */
  const rows = found.slice(0, SHOWN).map((row) => [row.name + former(row), { institution: row.id }]);
  const words = certain ? `有 ${found.length} 个机构与“${text}”相符${more}，是哪一个？` : `没有名称为“${text}”的机构。您是不是要找${more}：`;
  ask(words, choices(query, rows));
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

async function answer() {
  const query = new URLSearchParams(location.search);
  const text = value(query, "institution");
  if (!text && !query.get("institution")) return;
  const { rows: found, certain } = text ? await meant(text) : { rows: [], certain: true };
  if (!found.length) {
    tellNobody(text || query.get("institution") || "");
    return;
  }
  if (found.length > 1 || !certain) {
    askWhich(found, text, query, certain);
    return;
  }
  const file = await load(`verify/${found[0].id}.json`);
  input("institution").value = file.name;
  offerCourses(file);
  const from = value(query, "from") || value(query, "to");
  const to = value(query, "to") || from;
  const course = value(query, "course");
  if (from && !(isDay(from) && isDay(to))) {
    ask("日期要写成 2026-03-15 的样子。");
  } else if (from > to) {
    ask(`结束日期${dayText(to)}早于开班日期${dayText(from)}，请核对。`);
  } else if (from && course) {
    tellRun(file, query, course, from, to);
  } else if (from) {
    tellListing(file, query, from, to);
  } else if (course) {
    tellTitle(file, query, course);
  } else {
    ask(`${file.name}：填办班的日期和课程，才有结果。机构在名单中的日期：`, periods(file), whoIs(file));
  }
}

/**
 * With a course and without days.
 * @param {Institution} file
 * @param {URLSearchParams} query
 * @param {string} course
 */
function tellTitle(file, query, course) {
  const found = named(file.courses, course);
  const titles = titlesOf(found);
  if (titles.length > 1) {
    ask(`有几门课程的名称含有“${course}”，是哪一门？`, choices(query, courseChoices(titles)));
  } else if (titles.length) {
    tellCourse(file, query, found);
  } else {
    const every = [...file.courses].reverse();
    const choice = offered(query, "计划中有下列课程，是不是其中的一门？", every, known, known);
    tell("not-shown", file, `历年的计划和通过的调整中未见名称为“${course}”的课程。`, ...choice);
  }
}

/**
 * When the institution was listed, as a list.
 * @param {Institution} file
 */
function periods(file) {
  const rows = file.spans
    .filter((each) => each.shown)
    .map((each) => reason(periodText(each.first, each.last || known), "", each.states[0].source));
  return element("ul", "", ...rows);
}

/**
 * Fills a field's list of suggestions.
 * @param {HTMLElement} list
 * @param {string[]} values
 */
function suggest(list, values) {
  list.textContent = "";
  list.append(...values.map((each) => Object.assign(document.createElement("option"), { value: each })));
}

/**
 * Offers the titles of an institution's courses, the newest first.
 * @param {Institution} file
 */
function offerCourses(file) {
  suggest(lists.courses, [...new Set([...file.courses].reverse().map((each) => each.title))]);
}

/** Offers institutions while one is typed, and the courses of the one that is named. */
async function offer() {
  const text = input("institution").value.trim();
  const found = text ? (await meant(text)).rows : [];
  suggest(lists.institutions, found.slice(0, SHOWN).map((row) => row.name));
  if (found.length === 1) offerCourses(await load(`verify/${found[0].id}.json`));
}

const failed = () => {
  box.textContent = "";
  ask("查验用的数据没有取到。请刷新页面，或打开机构的档案页对照。");
};

form.hidden = false;
const asked = new URLSearchParams(location.search);
for (const name of asked.keys()) {
  const field = input(name);
  if (field) field.value = value(asked, name);
}
input("institution").addEventListener("input", (event) => {
  if (!(/** @type {InputEvent} */ (event).isComposing)) offer().catch(failed);
});
// What is empty is left out of the address.
form.addEventListener("submit", () => {
  for (const field of form.querySelectorAll("input")) field.disabled = !field.value.trim();
});
addEventListener("pageshow", () => {
  for (const field of form.querySelectorAll("input")) field.disabled = false;
});
document.getElementById("print")?.addEventListener("click", () => print());
answer().catch(failed);
