// The fields of the verification: institutions and courses are offered while one types, and the courses of the
// institution that is meant stand in a list to choose from, by year.

/** @import { Course, Institution } from "../../types" */

import { followTyping } from "./form.js";
import { monthsText } from "./reasons.js";
import { resolveInstitution } from "./resolve.js";
import { load } from "./site.js";
import { titlesOf } from "./titles.js";

const SHOWN = 20;
const form = /** @type {HTMLFormElement} */ (document.getElementById("verifier"));
const chooser = /** @type {HTMLSelectElement} */ (document.getElementById("verifier-chooser"));
const lists = {
  institutions: /** @type {HTMLElement} */ (document.getElementById("verifier-institutions")),
  courses: /** @type {HTMLElement} */ (document.getElementById("verifier-courses")),
};
const unchosen = chooser.options[0]; // what to do first, in the page's words
let offeredOf = "";

/**
 * A field of the form.
 * @param {string} name
 */
export function input(name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/**
 * @param {string} words
 * @param {string} value
 */
function option(words, value) {
  return Object.assign(document.createElement("option"), { textContent: words, value });
}

/** @param {Course} course */
function choiceText(course) {
  const months = monthsText(course.days);
  const why = course.days.length ? months : "未见通过记录";
  return why ? `${course.title}（${why}）` : course.title;
}

/**
 * Offers the courses of an institution, the newest year first; those of a year with its months. What no passed plan
 * has comes last: it must not be taken for what is on offer.
 * @param {Institution} file
 */
export function offerCourses(file) {
  if (offeredOf === file.id) return;
  offeredOf = file.id;
  const titles = titlesOf([...file.courses].reverse());
  lists.courses.replaceChildren(...titles.map((each) => option("", each)));
  const passed = new Set(file.courses.filter((each) => each.days.length).map((each) => each.year));
  const years = [...new Set(file.courses.map((each) => each.year))];
  years.sort((a, b) => Number(passed.has(b)) - Number(passed.has(a)) || b - a);
  const groups = years.map((year) => {
    const group = Object.assign(document.createElement("optgroup"), { label: `${year}年度计划` });
    group.append(...file.courses.filter((each) => each.year === year).map((each) => option(choiceText(each), each.title)));
    return group;
  });
  chooser.replaceChildren(option(titles.length ? `共 ${titles.length} 门课程，请选择` : "登记册中没有这家机构的课程", ""), ...groups);
  chooser.disabled = !titles.length;
}

/** Takes the courses back, where another institution is being typed. */
function clearCourses() {
  offeredOf = "";
  lists.courses.replaceChildren();
  chooser.replaceChildren(unchosen);
  chooser.disabled = true;
}

/** Offers institutions while one is typed, and the courses of the one that is named. */
async function offer() {
  const text = input("institution").value.trim();
  const { rows, certain } = text ? await resolveInstitution(text) : { rows: [], certain: false };
  if (text !== input("institution").value.trim()) return;
  lists.institutions.replaceChildren(...rows.slice(0, SHOWN).map((row) => option("", row.name)));
  if (rows.length !== 1 || !certain) clearCourses();
  else offerCourses(await load(`verify/${rows[0].id}.json`));
}

/**
 * Makes the fields offer what they can.
 * @param {() => void} failed
 */
export function followFields(failed) {
  followTyping(input("institution"), () => offer().catch(failed));
  chooser.addEventListener("change", () => {
    if (chooser.value) input("course").value = chooser.value;
  });
  // What is empty is left out of the address.
  form.addEventListener("submit", () => {
    for (const field of form.querySelectorAll("input")) field.disabled = !field.value.trim();
  });
  addEventListener("pageshow", () => {
    for (const field of form.querySelectorAll("input")) field.disabled = false;
  });
}
