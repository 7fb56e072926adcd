// The first step: of which institution the record is.

import { findAddition, listAdditions } from "./additions.js";
import { findToday, waitForClick } from "./device.js";
import { comparePaths, joinPath } from "./hand_over.js";
import { readInstitution } from "./institution.js";
import { make, makeButton } from "./library.js";
import { offer } from "./offers.js";
import { splitPointer } from "./schema.js";

/** @typedef {import("./form.js").State} State */

const MOST = 8; // institutions that are offered where several are meant

/**
 * Shows the choice of an institution; with each that is chosen the form begins anew.
 * @param {HTMLElement} body
 * @param {State} state
 * @param {(values: any) => Promise<void>} begin
 * @param {(name: string) => Promise<any>} load
 * @param {string} [chosen] the id of the institution that was chosen here before
 */
export async function showChooser(body, state, begin, load, chosen) {
  const { institutions } = state.tables;
  const { input, status } = makeInput(body, state);
  let query = new URLSearchParams(location.search);
  let choices = 0;
  const choose = async () => {
    const number = ++choices;
    const own = findInstitution(institutions, input.value);
    if (!own) {
      status.replaceChildren(...offerLike(institutions, input));
      // Nothing is handed over for the one that stood there before.
      if (state.institution) await begin(findKnown(Object.assign(state, { institution: undefined }), query));
      return;
    }
    status.replaceChildren();
    input.value = own.name;
    const loaded = await load(`institutions/${own.id}`).catch(() => ({}));
    if (number !== choices) return; // another was chosen while this one was on its way
    state.institution = { ...own, ...readInstitution(loaded) };
    status.replaceChildren(make("p", "chosen__name", make("strong", "", own.name), `（${own.id}），${nameArea(state, own.area)}，${own.state}`));
    const prefill = findKnown(state, query);
    status.append(...describeNext(state, own, query));
    await begin(prefill);
  };
  const change = waitForClick(() => {
    query = new URLSearchParams();
    choose();
  });
  input.addEventListener("change", change);
  if (chosen && chosen !== query.get("id")) query = new URLSearchParams();
  const first = chosen ?? query.get("id");
  if (first) {
    input.value = first;
    await choose();
  }
}

/**
 * The field in which an institution is named, and the place for what is told of it.
 * @param {HTMLElement} body
 * @param {State} state
 */
function makeInput(body, state) {
  const { institutions } = state.tables;
  const label = make("label", "field__label", "机构");
  const input = make("input", "control");
  label.htmlFor = input.id = "institution";
  const offers = institutions.map((/** @type {any} */ each) => ({
    value: each.name,
    label: `${each.id}，${nameArea(state, each.area)}，${each.state}`,
  }));
  offer(input, () => offers);
  input.autocomplete = "off";
  input.placeholder = "名称或编号";
  const isFirst = state.about.name === "application";
  const help = isFirst
    ? "第一次申请的机构不用选，编号（由受理的机关给）和地区在下面填写；再次申请的选出来。"
    : "写几个字，从列出的机构中选。";
  const status = make("div", "chosen");
  status.setAttribute("aria-live", "polite");
  body.append(make("div", "field", label, make("p", "help", help), input, status));
  return { input, status };
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
  state.addition = findAddition(listAdditions(institution, state.about), query);
  state.edited = record && !state.addition && !query.has("add") ? joinPath(institution, path) : undefined;
  if (state.addition) return state.addition.values;
  if (state.edited) return record;
  const next = findNext(state);
  const year = readYear(query);
  if (!next?.values) return year;
  return { ...fillToday(next), ...(state.about.name === "application" && fillApplication(state)), ...year };
}

/**
 * The year that an address asks for, as a value of the record; nothing where it asks for none.
 * @param {URLSearchParams} query
 */
export function readYear(query) {
  return query.has("year") ? { year: Number(query.get("year")) } : {};
}

/**
 * What is told where nothing, or more than one institution, is meant: those that may be meant, to be chosen.
 * @param {any[]} institutions
 * @param {HTMLInputElement} input
 */
function offerLike(institutions, input) {
  const text = input.value.trim();
  if (!text) return [];
  const like = institutions.filter((each) => each.name.includes(text));
  if (!like.length) return [make("p", "fault", "没有这个机构，请从列出的名称中选。")];
  const buttons = like.slice(0, MOST).map(({ name }) => {
    const button = makeButton(name, "button");
    button.addEventListener("click", () => {
      input.value = name;
      input.dispatchEvent(new Event("change"));
    });
    return button;
  });
  const more = like.length > MOST ? "，列出前几个；多写几个字就少了" : "，选一个";
  return [make("p", "help", `名称里有“${text}”的有 ${like.length} 个机构${more}：`), make("div", "buttons", ...buttons)];
}

/** @param {State} state */
function findNext(state) {
  return state.institution?.next?.[state.about.name];
}

/**
 * The one institution that a text means: by id or name, or by a part of one name alone.
 * @param {any[]} institutions
 * @param {string} text
 */
function findInstitution(institutions, text) {
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
 * @param {any} chosen
 * @param {URLSearchParams} query
 */
function describeNext(state, chosen, query) {
  if (query.has("path")) return listSimilar(state, chosen);
  const next = findNext(state);
  const note = next?.reason ? [make("p", "note", next.reason)] : [];
  const help = next?.values ? [make("p", "help", "登记册知道的已经填好，请核对。")] : [];
  // The latest record first: it is the one to which something comes.
  const additions = listAdditions(state.institution, state.about);
  additions.sort((one, other) => comparePaths(other.path, one.path));
  const links = additions.map((each) => makeLink(state, chosen, each));
  const more = links.length ? [make("details", "fold", make("summary", "", "已有的记录，添一个环节或者补一项"), make("ul", "", ...links))] : [];
  return [...note, ...help, ...more];
}

/**
 * The way to a form in which something is added.
 * @param {State} state
 * @param {any} chosen the institution
 * @param {import("./additions.js").Addition} addition
 */
function makeLink(state, chosen, addition) {
  const { title, values, path, pointer } = addition;
  const word = values?.action ?? title.slice(title.lastIndexOf("：") + 1);
  const link = make("a", "", `${title}${describeRow(state, addition)}（${path}）`);
  link.href = `?${new URLSearchParams({ id: chosen.id, path, add: word, at: pointer })}`;
  return make("li", "", link);
}

/**
 * Where the same may come to other rows of the record.
 * @param {State} state
 * @param {any} chosen the institution
 */
function listSimilar(state, chosen) {
  const { addition, institution, about } = state;
  const isOther = (/** @type {any} */ each) =>
    each.path === addition?.path && each.title === addition?.title && each.pointer !== addition?.pointer;
  const links = listAdditions(institution, about).filter(isOther).map((each) => makeLink(state, chosen, each));
  return links.length ? [make("p", "note", "同一份记录中还可以添到："), make("ul", "", ...links)] : [];
}

/**
 * Which row of a record something comes to, by what the row says of itself; nothing where it comes to the record.
 * @param {State} state
 * @param {import("./additions.js").Addition} addition
 */
export function describeRow({ institution, tables }, { path, pointer }) {
  const above = splitPointer(pointer).slice(0, -1);
  if (!above.some((part) => typeof part === "number")) return "";
  const row = above.reduce((/** @type {any} */ value, part) => value?.[part], institution?.records[path]);
  const office = tables.authorities.find((/** @type {any} */ each) => each.id === row?.authority)?.name;
  const words = [row?.date ?? row?.from, office, row?.action ?? row?.course ?? row?.title].filter(Boolean);
  return words.length ? `，${words.join(" ")}` : "";
}

/**
 * What an application says: the institution as it is, and the one batch that takes applications today.
 * @param {State} state
 */
function fillApplication({ institution, tables }) {
  const day = findToday();
  const open = tables.batches.filter((/** @type {any} */ { window }) => window && window.from <= day && day <= window.to);
  return { ...(open.length === 1 && { batch: open[0].id }), filing: institution?.present };
}

/**
 * What is known of the next record, with the day of today where it is said of today.
 * @param {any} next
 */
function fillToday(next) {
  const values = copyPlain(next.values);
  const day = findToday();
  for (const pointer of next.today ?? []) {
    const parts = splitPointer(pointer);
    const group = parts.slice(0, -1).reduce((/** @type {any} */ at, part) => at?.[part], values);
    if (group) group[parts[parts.length - 1]] = day;
  }
  return values;
}

/** @param {any} value */
function copyPlain(value) {
  return JSON.parse(JSON.stringify(value ?? {}));
}
