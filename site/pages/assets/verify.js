// The verification page: it looks up an institution's file and compares days and titles. What the days mean,
// with reasons and articles, was derived when the site was made.

import { element, find, fold, institutions, link, load, terms } from "./lookup.js";

const SHOWN = 20;
const form = document.getElementById("verifier");
const box = document.getElementById("answer");
const tools = document.getElementById("answer-tools");
const lists = {
  institutions: document.getElementById("verifier-institutions"),
  courses: document.getElementById("verifier-courses"),
};
const known = form.dataset.day;
const knownText = form.dataset.dayText;

const dayText = (day) => {
  const [year, month, date] = day.split("-").map(Number);
  return `${year}年${month}月${date}日`;
};
const periodText = (first, last) => (first === last ? dayText(first) : `${dayText(first)}至${dayText(last)}`);
const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** The day so many days after a day, both as 2026-03-15. */
function daysOn(day, count) {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + count);
  return moved.toISOString().slice(0, 10);
}

/** A link to article 24 (1) or 17 (2) of the regulation in force, as the page words it. */
function article(number) {
  const template = document.querySelector(`template.article-${number}`);
  return template ? template.content.cloneNode(true) : "";
}

/** The spans that touch a period, each cut to it. An empty first or last day is without limit. */
function within(spans, from, to) {
  return spans
    .map((each) => {
      const first = each.first > from ? each.first : from;
      const last = each.last && each.last < to ? each.last : to;
      return { ...each, first, last };
    })
    .filter((each) => each.first <= each.last);
}

/** The days of a period that no span covers, as spans. */
function gaps(spans, from, to) {
  const found = [];
  let next = from;
  for (const each of within(spans, from, to)) {
    if (each.first > next) found.push({ first: next, last: daysOn(each.first, -1) });
    next = daysOn(each.last, 1);
  }
  if (next <= to) found.push({ first: next, last: to });
  return found;
}

/** A reason: words, then the article and the record it rests on. */
function reason(words, basis, source) {
  const found = element("li", "", words);
  if (basis) found.append(" ", basis);
  if (source) found.append(" ", element("span", "source", "来源：", element("code", "", source)));
  return found;
}

/** Whether the institution was listed on every day: {good, reasons}. */
function listing(file, from, to) {
  const touched = within(file.spans, from, to);
  const good = touched.every((each) => each.shown);
  const reasons = touched
    .filter((each) => each.shown === good)
    .map((each) => {
      const state = each.states[each.states.length - 1];
      const since = state.since ? `（自${state.since}起）` : "";
      const words = `${periodText(each.first, each.last)}：${state.label}${since}。${state.reason}`;
      const basis = state.article ? element("span", "", "依据：", regulationLink(state.article)) : "";
      return reason(words, basis, state.source);
    });
  return { good, reasons };
}

function regulationLink(found) {
  const made = link(found.label, `regulation/#${found.anchor}`);
  made.className = "article";
  return made;
}

/** The courses of these years whose title is, or else contains, what was asked. */
function named(file, years, title) {
  const key = fold(title);
  const found = file.courses.filter((each) => years.includes(each.year));
  const same = found.filter((each) => fold(each.title) === key);
  return same.length ? same : found.filter((each) => fold(each.title).includes(key));
}

/** Whether a course stood in a passed plan on every day: {good, reasons}. */
function planned(courses, from, to) {
  const days = courses.flatMap((each) => each.days).sort((a, b) => (a.first < b.first ? -1 : 1));
  const missing = gaps(days, from, to);
  if (missing.length) {
    const why = (each) => `${periodText(each.first, each.last)}：${whyNot(courses, days, each)}`;
    return { good: false, reasons: missing.map((each) => reason(why(each), "", courses[0].source)) };
  }
  const reasons = within(days, from, to).map((each) => {
    const words = `在 ${each.first.slice(0, 4)} 年度计划中，${each.since}通过。`;
    return reason(`${periodText(each.first, each.last)}：${words}`, "", each.source);
  });
  return { good: true, reasons };
}

/** Why a course did not stand in a passed plan in a gap. */
function whyNot(courses, days, gap) {
  const year = gap.first.slice(0, 4);
  const ofYear = days.filter((each) => each.first.slice(0, 4) === year);
  if (!courses.some((each) => String(each.year) === year)) return `${year} 年度计划中未见这门课程。`;
  if (!ofYear.length) return "课程写在计划中，登记册中未见这份计划的通过记录。";
  const next = ofYear.find((each) => each.first > gap.last);
  if (next) return `课程自${next.since}起才在通过的计划中。`;
  return `课程自${dayText(gap.first)}起不在通过的计划中（已取消、改名或退回）。`;
}

function part(title, number, found) {
  const heading = element("h3", "", `${title}：${found.good ? "登记显示" : "登记未显示"} `);
  const basis = article(number);
  if (basis) heading.append(basis);
  return element("div", "", heading, element("ul", "", ...found.reasons));
}

/** The answer with its headline. */
function tell(good, headline, ...below) {
  const kind = good ? "yes" : "no";
  const badge = element("h2", `answer__word answer__word--${kind}`, good ? "登记显示" : "登记未显示");
  box.append(badge, element("p", "answer__what", headline), ...below);
  const stamp = `按截至${knownText}的登记册推算。查验不是法律决定，以继续教育证书的记载和人社部门的审核验证为准。`;
  box.append(element("p", "answer__stamp", stamp));
  box.append(element("p", "answer__address", `地址：${decodeURI(location.href)}`));
  tools.hidden = false;
}

function ask(text, ...below) {
  box.append(element("p", "answer__what", text), ...below);
}

/** Links that ask again with other values. */
function choices(query, name, values) {
  return element(
    "ul",
    "",
    ...values.map(([text, value]) => {
      const next = new URLSearchParams(query);
      next.set(name, value);
      return element("li", "", link(text, `verify/?${next}`));
    }),
  );
}

function whoIs(file) {
  const former = file.former.map((each) => `${each.name}（至${dayText(each.changed)}）`);
  const code = file.code ? `，统一社会信用代码 ${file.code}` : "";
  const who = element("p", "", link(file.name, `institutions/${file.id}/`), code);
  if (former.length) who.append(`。曾用名：${former.join("，")}`);
  return who;
}

/** Without days: on which days of the course's years both the listing and the plan are shown. */
function tellCourse(file, found) {
  const listed = file.spans.filter((each) => each.shown);
  const shown = found
    .flatMap((each) => each.days)
    .flatMap((each) => within(listed, each.first, each.last < known ? each.last : known))
    .map((each) => reason(periodText(each.first, each.last), "", ""));
  const title = found[0].title;
  if (shown.length) {
    const words = `课程“${title}”在下列日期登记显示：机构在名单中，课程在通过的计划中。填了开班日期，可以查那几天。`;
    tell(true, words, element("ul", "", ...shown), whoIs(file));
    return;
  }
  const why = found.map((each) => {
    const what = each.days.length
      ? "课程通过的日子，机构不在名单中，或者还没有到。"
      : "登记册中未见计划的通过记录。";
    return reason(`${each.year} 年度：${what}`, "", each.source);
  });
  const words = `没有哪一天，机构在名单中而课程“${title}”又在通过的计划中。`;
  tell(false, words, element("ul", "", ...why), whoIs(file));
}

/** With days and without a course: whether any course stood in a passed plan on every day. */
function tellListing(file, query, from, to) {
  const listed = listing(file, from, to);
  const years = yearsOf(from, to);
  const held = file.courses.filter((each) => years.includes(each.year) && !gaps(each.days, from, to).length);
  const below = [part("机构", 1, listed)];
  if (held.length) {
    below.push(element("p", "", "没有填课程。那时通过的计划中有下列课程，选一门接着查："));
    below.push(choices(query, "course", titlesOf(held)));
  } else {
    const none = reason("没有哪门课程，在这些天里都在通过的计划中。", "", "");
    below.push(part("课程", 2, { good: false, reasons: [none] }));
  }
  const what = listed.good ? "机构每天都在公布的名单中，没有暂停开班" : "机构不是每天都在公布的名单中、可以开班";
  const plans = held.length ? `通过的计划中有 ${titlesOf(held).length} 门课程` : "未见通过的计划";
  tell(listed.good && held.length, `${periodText(from, to)}，${what}；${plans}。`, ...below, whoIs(file));
}

/** With days and a course. */
function tellRun(file, query, from, to) {
  const course = query.get("course");
  const years = yearsOf(from, to);
  const found = named(file, years, course);
  const titles = titlesOf(found);
  if (titles.length > 1) {
    ask(`那一年的计划中有几门课程的名称含有“${course}”，是哪一门？`, choices(query, "course", titles));
    return;
  }
  const none = `${years.join("、")} 年度计划和通过的调整中未见名称为“${course}”的课程。`;
  const plan = found.length ? planned(found, from, to) : { good: false, reasons: [reason(none, "", "")] };
  const listed = listing(file, from, to);
  const good = listed.good && plan.good;
  const what = `${periodText(from, to)}，课程“${found.length ? found[0].title : course}”`;
  const words = good
    ? `${what}：机构每天都在名单中，课程在通过的计划中。登记册显示，学习情况可以由这家机构记入。`
    : `${what}：登记册没有显示学习情况可以由这家机构记入，理由如下。`;
  tell(good, words, part("机构", 1, listed), part("课程", 2, plan), whoIs(file));
}

function yearsOf(from, to) {
  return [...new Set([from, to].map((day) => Number(day.slice(0, 4))))];
}

const titlesOf = (found) => [...new Set(found.map((each) => each.title))].map((title) => [title, title]);

/** The institutions that are meant: one whose id, code or whole name was given, or all that fit. */
async function meant(text) {
  const index = await institutions();
  const same = index.rows.filter((row) => row.id === text || row.key === fold(text));
  if (same.length === 1) return same;
  const former = index.rows.filter((row) => row.formerKeys.includes(fold(text)));
  if (former.length === 1) return former;
  const found = await find(index, terms(text));
  return found.sort((a, b) => a.rank - b.rank || a.row.order - b.row.order).map(({ row }) => row);
}

/** The institutions to choose from, where one name fits several. */
function askWhich(found, text, query) {
  const more = found.length > SHOWN ? `（只列前 ${SHOWN} 个）` : "";
  const rows = found.slice(0, SHOWN).map((row) => [row.name, row.id]);
  ask(`有 ${found.length} 个机构与“${text}”相符${more}，是哪一个？`, choices(query, "institution", rows));
}

async function answer() {
  const query = new URLSearchParams(location.search);
  const text = (query.get("institution") || "").trim();
  if (!text) return;
  const found = await meant(text);
  if (!found.length) {
    ask(`登记册的公开部分没有“${text}”。可能从未列入名单，也可能写法不同：请用统一社会信用代码再查。`);
    return;
  }
  if (found.length > 1) {
    askWhich(found, text, query);
    return;
  }
  const file = await load(`verify/${found[0].id}.json`);
  form.elements.namedItem("institution").value = file.name;
  offerCourses(file);
  const from = query.get("from") || query.get("to") || "";
  const to = query.get("to") || from;
  const course = query.get("course") || "";
  if (from && !(isDay(from) && isDay(to))) {
    ask("日期要写成 2026-03-15 的样子。");
  } else if (from > to) {
    ask(`结束日期${dayText(to)}早于开班日期${dayText(from)}，请核对。`);
  } else if (to > known) {
    tell(false, `登记册截至${knownText}，${dayText(to)}的情况还没有记录。`, whoIs(file));
  } else if (from && course) {
    tellRun(file, query, from, to);
  } else if (from) {
    tellListing(file, query, from, to);
  } else if (course) {
    const years = file.courses.map((each) => each.year);
    const matching = named(file, years, course);
    const titles = titlesOf(matching);
    if (titles.length > 1) ask(`有几门课程的名称含有“${course}”，是哪一门？`, choices(query, "course", titles));
    else if (titles.length) tellCourse(file, matching);
    else tell(false, `历年的计划和通过的调整中未见名称为“${course}”的课程。`, whoIs(file));
  } else {
    ask("填办班的日期，或者填课程，才有结果。机构在名单中的日期：", periods(file), whoIs(file));
  }
}

/** When the institution was listed, as a list. */
function periods(file) {
  const rows = file.spans
    .filter((each) => each.shown)
    .map((each) => reason(periodText(each.first, each.last || known), "", each.states[0].source));
  return element("ul", "", ...rows);
}

/** Fills a field's list of suggestions. */
function suggest(list, values) {
  list.textContent = "";
  list.append(...values.map((value) => Object.assign(document.createElement("option"), { value })));
}

/** Offers the titles of an institution's courses, the newest first. */
function offerCourses(file) {
  suggest(lists.courses, [...new Set([...file.courses].reverse().map((each) => each.title))]);
}

/** Offers institutions while one is typed, and the courses of the one that is named. */
async function offer() {
  const text = form.elements.namedItem("institution").value.trim();
  const found = text ? await meant(text) : [];
  suggest(lists.institutions, found.slice(0, SHOWN).map((row) => row.name));
  if (found.length === 1) offerCourses(await load(`verify/${found[0].id}.json`));
}

const failed = () => {
  box.textContent = "";
  ask("查验用的数据没有取到。请刷新页面，或打开机构的档案页对照。");
};

form.hidden = false;
for (const [name, value] of new URLSearchParams(location.search)) {
  const field = form.elements.namedItem(name);
  if (field) field.value = value;
}
form.elements.namedItem("institution").addEventListener("input", (event) => {
  if (!event.isComposing) offer().catch(failed);
});
// What is empty is left out of the address.
form.addEventListener("submit", () => {
  for (const field of form.querySelectorAll("input")) field.disabled = !field.value.trim();
});
addEventListener("pageshow", () => {
  for (const field of form.querySelectorAll("input")) field.disabled = false;
});
document.getElementById("print").addEventListener("click", () => print());
answer().catch(failed);
