// Where in a record something is corrected: its files, and the values in one of them by what they are called.

import { loadData } from "./data.js";
import { TextField } from "./fields.js";
import { describePlace } from "./judge.js";
import { make } from "./library.js";
import { offer } from "./offers.js";

/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {import("./files.js").Kinds} Kinds */
/** @typedef {(string | number)[]} Parts */

const SHORT = 30;
const DOSSIER = "institutions/{area}/{id}/";
// What stands in the path of a record; all else is a number.
const PARTS = /** @type {Record<string, string>} */ ({ date: "\\d{4}-\\d\\d-\\d\\d", rule: "[a-z-]+?" });

/**
 * What a file of a dossier is called: its day, its year or its rule, its kind, and its number where it has one.
 * @param {string} path
 * @param {Kinds} kinds
 */
export function nameFile(path, kinds) {
  const kind = findKind(path, kinds);
  if (!kind) return path;
  const { date, year, rule, nn, number } = makePattern(kinds[kind][2]).exec(path)?.groups ?? {};
  const counted = nn ? `（第 ${Number(nn)} 份）` : number ? `（第 ${number} 次）` : "";
  return `${date ?? year ?? rule ?? ""} ${kinds[kind][0]}${counted}`.trim();
}

/**
 * The kind of a file of a dossier.
 * @param {string} path
 * @param {Kinds} kinds
 */
export function findKind(path, kinds) {
  return Object.keys(kinds).find((each) => makePattern(kinds[each][2]).test(path));
}

/**
 * By what a path in a dossier is known to be of a kind: acts/{date}-change[-{nn}].yml.
 * @param {string} template
 */
function makePattern(template) {
  const below = template.replace(DOSSIER, "").replace(".", "\\.").replace("[", "(?:").replace("]", ")?");
  return new RegExp(`^${below.replace(/\{(\w+)\}/g, (_, name) => `(?<${name}>${PARTS[name] ?? "\\d+"})`)}$`);
}

/** A place in the file that is named beside it, offered by what stands there; what stood there is filled in. */
export class PlaceField extends TextField {
  makeControl() {
    const control = super.makeControl();
    offer(this.input, () => this.listPlaces());
    this.input.addEventListener("focus", () => this.load());
    this.input.addEventListener("change", () => this.fillOld());
    this.told = make("p", "help");
    this.told.setAttribute("aria-live", "polite");
    return make("div", "", control, this.told);
  }

  /** The record that is corrected; nothing where its text is not known. */
  findRecord() {
    return this.jsoneditor.options.records?.[this.parent.editors.file.getValue()];
  }

  /** Loads the schema of the record, by which its values are called. */
  async load() {
    const kind = findKind(this.parent.editors.file.getValue() ?? "", this.jsoneditor.options.kinds);
    this.about = kind ? await loadData(`kinds/${kind}`).catch(() => undefined) : undefined;
    this.input.dispatchEvent(new Event("input"));
  }

  listPlaces() {
    const record = this.findRecord();
    return record ? listValues(record).map(({ parts, value }) => ({ value: writePointer(parts), label: this.describe(parts, value) })) : [];
  }

  /**
   * @param {Parts} parts
   * @param {any} value
   */
  describe(parts, value) {
    const text = value === true ? "是" : value === false ? "否" : String(value ?? "没有");
    const shown = text.length > SHORT ? `${text.slice(0, SHORT)}……` : text;
    return this.about ? `${describePlace(this.about.schema, parts)}：${shown}` : shown;
  }

  fillOld() {
    const record = this.findRecord();
    const place = record && listValues(record).find(({ parts }) => writePointer(parts) === this.input.value);
    this.told?.replaceChildren(place ? this.describe(place.parts, place.value) : "");
    if (place) this.parent.editors.old.setValue(place.value);
  }
}

/**
 * The single values in a record, each with its place.
 * @param {any} value
 * @param {Parts} parts
 * @returns {{ parts: Parts, value: any }[]}
 */
function listValues(value, parts = []) {
  if (Object(value) !== value) return [{ parts, value }];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, below]) => listValues(below, [...parts, isList ? Number(name) : name]));
}

/** @param {Parts} parts */
function writePointer(parts) {
  return parts.map((part) => `/${String(part).replace(/~/g, "~0").replace(/\//g, "~1")}`).join("");
}
