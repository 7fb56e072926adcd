// The first step: of which institution the record is.

import { findAddition, listAdditions } from "./additions.js";
import { joinPath } from "./hand_over.js";
import { make } from "./library.js";

/** @typedef {import("./form.js").State} State */

/**
 * @param {HTMLElement} body
 * @param {State} state
 * @param {(values: any) => Promise<void>} begin
 * @param {(name: string) => Promise<any>} load
 * @param {string} [chosen] the id of the institution that was chosen here before
 */
export async function showChooser(body, state, begin, load, chosen) {
  const { institutions } = state.tables;
  const label = make("label", "field__label", "机构");
  const input = make("input", "control");
  const list = make("datalist", "", ...institutions.map((/** @type {any} */ each) => new Option(`${nameArea(state, each.area)}，${each.state}`, each.name)));
  label.htmlFor = input.id = "institution";
  list.id = "institutions";
  input.setAttribute("list", list.id);
  input.autocomplete = "off";
  input.placeholder = "名称或编号";
  const isFirst = state.about.name === "application";
  const help = isFirst
    ? "第一次申请的机构不用选，编号（由受理的机关给）和地区在下面填写；再次申请的选出来。"
    : "写几个字，从列出的机构中选。";
  const told = make("div", "chosen");
  told.setAttribute("aria-live", "polite");
  body.append(make("div", "field", label, make("p", "help", help), input, list, told));

  let query = new URLSearchParams(location.search);
  const choose = async () => {
    const found = findInstitution(institutions, input.value);
    told.replaceChildren(...(input.value && !found ? [make("p", "fault", "没有这个机构，请从列出的名称中选。")] : []));
    if (!found) return;
    input.value = found.name;
    const known = await load(`institutions/${found.id}`).catch(() => ({}));
    state.institution = { ...found, ...known };
    told.replaceChildren(make("p", "chosen__name", make("strong", "", found.name), `（${found.id}），${nameArea(state, found.area)}，${found.state}`));
    told.append(...describeNext(state, found, query));
    await begin(findKnown(state, query));
  };
  input.addEventListener("change", () => {
    query = new URLSearchParams();
    choose();
  });
  if (chosen && chosen !== query.get("id")) query = new URLSearchParams();
  const first = chosen ?? query.get("id");
  if (first) {
    input.value = first;
    await choose();
  }
}

/**
 * What is known of the record that is asked for: of what comes to one, of one that is changed, or of the next.
 * @param {State} state
 * @param {URLSearchParams} query
 */
export function findKnown(state, query) {
  const { institution } = state;
  const path = query.get("path") ?? "";
  const record = institution?.records?.[path];
  state.addition = findAddition(listAdditions(institution, state.about.name), query);
  state.edited = record && !state.addition && !query.has("add") ? joinPath(institution, path) : undefined;
  if (state.addition) return state.addition.values;
  if (state.edited) return record;
  const next = findNext(state);
  const year = query.has("year") ? { year: Number(query.get("year")) } : {};
  return { ...(next ? fillToday(next) : {}), ...year };
}

/** @param {State} state */
function findNext(state) {
  return state.institution?.next?.find((/** @type {any} */ each) => each.kind === state.about.name);
}

/**
 * @param {any[]} institutions
 * @param {string} text
 */
export function findInstitution(institutions, text) {
  const plain = text.trim();
  const exact = institutions.find((each) => each.id === plain || each.name === plain);
  const like = plain ? institutions.filter((each) => each.name.includes(plain)) : [];
  return exact ?? (like.length === 1 ? like[0] : undefined);
}

/**
 * @param {State} state
 * @param {string} id
 */
function nameArea(state, id) {
  return state.tables.areas.find((/** @type {any} */ each) => each.id === id)?.name ?? id;
}

/**
 * Whether the record may be made now, and what may be added to those that are there.
 * @param {State} state
 * @param {any} found
 * @param {URLSearchParams} query
 */
function describeNext(state, found, query) {
  const next = findNext(state);
  const note = next && !next.lawful ? [make("p", "note", next.reason)] : [];
  const known = next?.lawful ? [make("p", "help", "登记册知道的已经填好，请核对。")] : [];
  if (query.has("path")) return [];
  const links = listAdditions(state.institution, state.about.name).map((each) => {
    const word = each.values?.action ?? each.title.slice(each.title.lastIndexOf("：") + 1);
    const link = make("a", "", `${each.title}（${each.path}）`);
    link.href = `?${new URLSearchParams({ id: found.id, path: each.path, add: word })}`;
    return make("li", "", link);
  });
  const more = links.length ? [make("details", "fold", make("summary", "", "已有的记录，添一个环节或者补一项"), make("ul", "", ...links))] : [];
  return [...note, ...known, ...more];
}

/**
 * What is known of the next record, with the day of today where it is said of today.
 * @param {any} next
 */
function fillToday(next) {
  const values = structuredCopy(next.values);
  const day = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  for (const pointer of next.today ?? []) {
    const parts = pointer.split("/").slice(1);
    const last = parts.pop();
    const group = parts.reduce((/** @type {any} */ at, /** @type {string} */ part) => at?.[part], values);
    if (group) group[last] = day;
  }
  return values;
}

/** @param {any} value */
function structuredCopy(value) {
  return JSON.parse(JSON.stringify(value ?? {}));
}
