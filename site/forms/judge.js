// What is wrong with a record: the library's validator decides by the schema, in the words of `registry check`
// (generator/registry/records/messages.py), which come with the tables.

import { isDay } from "../pages/assets/days.js";
import { JSONEditor, Validator } from "./library.js";
import { findNearest } from "./nearest.js";
import { speakPlainly } from "./plain_words.js";
import { getProperties, isChange, resolve, resolvePath, splitPath } from "./schema.js";

/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {(string | number)[]} Parts */
/** @typedef {{ parts: Parts, place: string, message: string, hint: string }} Fault */
/**
 * What the check says of a keyword, a type and a format, and of which keywords nothing beside another; what it says before all
 * choices, and how many it tells beside one; and what it says of which numbers there may be, of the length of a text and of a text itself.
 * @typedef {{ words: Record<string, string>, secondary: string[], types: Record<string, string>, formats: Record<string, string>, choices: string,
 * most: number, numbers: Record<string, string>, kinds: Record<string, string>, lengths: Record<string, string>,
 * text: string }} Words
 */

const SHOWN = 40;

/**
 * A schema without references, in which of a nullable the other branch is asked of all but null.
 * @param {Schema} root
 * @param {any} schema
 * @returns {any}
 */
function spell(root, schema) {
  if (Array.isArray(schema)) return schema.map((each) => spell(root, each));
  if (typeof schema !== "object" || schema === null) return schema;
  const { anyOf, ...rest } = "$ref" in schema ? { ...resolve(root, { $ref: schema.$ref }), ...schema, $ref: undefined } : schema;
  const entries = Object.entries(rest).filter(([name, value]) => value !== undefined && name !== "$defs" && name !== "examples");
  const own = Object.fromEntries(entries.map(([name, value]) => [name, name === "enum" || name === "const" ? value : spell(root, value)]));
  if (!anyOf) return own;
  const [first, second] = anyOf.map((/** @type {any} */ each) => spell(root, each));
  return { ...own, if: { type: second.type }, then: second, else: first };
}

/**
 * What judges the records of a kind: gives the faults of one.
 * @param {any} editor
 * @param {Schema} root
 * @param {Words} words
 * @returns {(data: any) => Fault[]}
 */
export function makeJudge(editor, root, words) {
  const validators = new Map();
  /** @type {(name: string, schema: Schema, value: any) => Fault[]} */
  const judge = (name, schema, value) => {
    const options = { custom_validators: [checkFormat] };
    const validator = validators.get(name) ?? new Validator(editor, spell(root, schema), options, JSONEditor.defaults);
    // Of what is missing the library tells the title alone: here the name is what it hands over.
    validator.translate = (/** @type {string} */ _, /** @type {any[] | null} */ names) => String(names?.[0] ?? "");
    validators.set(name, validator);
    return list(schema, validator.validate(value), value, words);
  };
  return (data) => [...judge("", root, data), ...judgeChanges(root, data, judge)];
}

/**
 * What is wrong with the values of a change: before and after are written as the institution's own are.
 * @param {Schema} root
 * @param {any} data
 * @param {(name: string, schema: Schema, value: any) => Fault[]} judge
 * @returns {Fault[]}
 */
function judgeChanges(root, data, judge) {
  const lists = getProperties(root, root).filter(([, each]) => isChange(resolve(root, each.items ?? {})));
  const sides = lists.flatMap(([name]) =>
    (data?.[name] ?? []).flatMap((/** @type {any} */ row, /** @type {number} */ i) =>
      ["before", "after"].map((side) => ({ place: [name, i, side], field: row.field, value: row[side] })),
    ),
  );
  const fields = root.$defs?.["institution-record"]?.properties ?? {};
  return sides.flatMap(({ place, field, value }) => {
    if (!(field in fields) || value === undefined || value === null) return [];
    const own = { ...resolve(root, fields[field]), $defs: root.$defs };
    return judge(field, own, value).map(({ parts, message, hint }) => {
      const below = parts.length ? `的${describePlace(own, parts)}`.replace("的第", "第") : "";
      return { parts: [...place, ...parts], place: `${describePlace(root, place)}${below}`, message, hint };
    });
  });
}

/**
 * @param {Schema} schema
 * @param {any} value
 * @param {string} path
 */
function checkFormat(schema, value, path) {
  if (typeof value !== "string") return [];
  const isWrong =
    (schema.format === "date" && !isDay(value)) ||
    (schema.format === "email" && !/^[^\s@]+@[^\s@]+$/.test(value)) ||
    (schema.format === "uri" && !/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(value));
  return isWrong ? [{ path, property: "format", message: "" }] : [];
}

/**
 * The library's errors as faults, one of what is missing, the first of what else is wrong at a place.
 * @param {Schema} root
 * @param {any[]} errors
 * @param {any} data
 * @param {Words} words
 * @returns {Fault[]}
 */
function list(root, errors, data, words) {
  /** @type {Map<string, any[]>} */
  const places = new Map();
  for (const error of errors) {
    const parts = splitPath(error.path);
    const missing = error.property === "required" ? findMissing(root, parts, error.message, data) : [];
    const key = JSON.stringify([...parts, ...missing]);
    places.set(key, [...(places.get(key) ?? []), error.property]);
  }
  return [...places].flatMap(([key, keywords]) => {
    const parts = JSON.parse(key);
    const first = keywords.filter((each) => !words.secondary.includes(each));
    return [...new Set(first.length ? first : keywords.slice(0, 1))].map((each) => tell(root, parts, each, data, words));
  });
}

/**
 * Of a group's required properties the one that is not there, by what the library calls it: its title or its name.
 * @param {Schema} root
 * @param {Parts} parts
 * @param {string} called
 * @param {any} data
 * @returns {string[]}
 */
function findMissing(root, parts, called, data) {
  const properties = resolvePath(root, parts).properties ?? {};
  if (called in properties) return [called];
  const group = parts.reduce((/** @type {any} */ value, part) => value?.[part], data);
  const names = Object.keys(properties).filter((each) => group?.[each] === undefined);
  return names.filter((each) => resolve(root, properties[each]).title === called).slice(0, 1);
}

/**
 * @param {Schema} root
 * @param {Parts} parts
 * @param {string} keyword
 * @param {any} data
 * @param {Words} words
 * @returns {Fault}
 */
function tell(root, parts, keyword, data, words) {
  const [place, schema] = [describePlace(root, parts), resolvePath(root, parts)];
  const value = parts.reduce((/** @type {any} */ below, part) => below?.[part], data);
  const isEmpty = value === undefined || value === "" || value === null || (Array.isArray(value) && !value.length);
  if (isEmpty) return { parts, place, message: words.words[""], hint: "" };
  const message = say(words, keyword, schema[keyword], value);
  if (keyword !== "enum") return { parts, place, message, hint: mend(schema, keyword, words) };
  const [near, choices] = [findNearest(String(value), schema.enum), schema.enum.join("、")];
  if (!near) return { parts, place, message, hint: `${words.choices}${choices}` };
  const full = schema.enum.length <= words.most ? `${message}，应为：${choices}` : message;
  return { parts, place, message: full, hint: `是不是“${near}”？` };
}

/**
 * What a value that breaks a keyword of its schema should be, and what it is.
 * @param {Words} words
 * @param {string} keyword
 * @param {any} wanted
 * @param {any} value
 */
function say({ words, types, formats }, keyword, wanted, value) {
  const shown =
    keyword === "type" ? [wanted].flat().map((each) => types[each]).join("或") : keyword === "format" ? (formats[wanted] ?? wanted) : setOff(wanted);
  const count = setOff(typeof value === "string" ? [...value].length : value?.length);
  const parts = /** @type {Record<string, string>} */ ({ wanted: shown, found: setOff(value), count });
  return (words[keyword] ?? words.other).replace(/\{(\w+)\}/g, (_, name) => parts[name]);
}

/**
 * The words for a place in a record: “课程”第 3 项的“计划课时”.
 * @param {Schema} root
 * @param {Parts} parts
 */
export function describePlace(root, parts) {
  const words = parts.map((part, i) => {
    const { title } = resolvePath(root, parts.slice(0, i + 1));
    return typeof part === "number" ? `第 ${part + 1} 项` : `“${title ?? part}”`;
  });
  return words.join("的").replace(/”的第/g, "”第") || `“${root.title}”`;
}

/**
 * How a value is mended: by its length, else by what the schema wants.
 * @param {Schema} schema
 * @param {string} keyword
 * @param {Words} words
 */
function mend(schema, keyword, words) {
  if (!(keyword in words.lengths)) return describeWanted(schema, words);
  const length = words.lengths[keyword].replace("{}", schema[keyword]);
  return keyword === "minLength" ? `${length}；${citeExample(schema)}` : length;
}

/**
 * What may be written: a range, the schema's own words, and an example where they have none.
 * @param {Schema} schema
 * @param {Words} words
 */
function describeWanted(schema, { numbers, kinds, text }) {
  const limits = ["minimum", "maximum"].filter((each) => each in schema).join(" ");
  const fill = (/** @type {string} */ _, /** @type {string} */ name) => (name === "kind" ? kinds[schema.type] : schema[name]);
  const hint = schema["x-hint"] ?? "";
  const kind = schema.type === "string" && !hint ? text : "";
  const range = schema.type in kinds ? numbers[limits].replace(/\{(\w+)\}/g, fill) : kind;
  const isTold = /如|[0-9]/.test(hint) || (hint && Array.isArray(schema.type));
  return [range, speakPlainly(hint), isTold ? "" : citeExample(schema)].filter(Boolean).join("；");
}

/** @param {Schema} schema */
function citeExample(schema) {
  if (schema.examples?.length) return `例：${[schema.examples[0]].flat().join("、")}`;
  return speakPlainly(schema.description ?? "").replace(/。$/, "");
}

/** @param {any} value */
function formatValue(value) {
  if (value === null) return "空";
  if (Array.isArray(value)) return "一个列表";
  if (typeof value === "object") return "一组字段";
  if (typeof value !== "string") return String(value);
  const line = value.replace(/\n/g, "⏎");
  return line.length <= SHOWN ? `“${line}”` : `“${line.slice(0, SHOWN - 2)}……”`;
}

/**
 * A value after a Chinese word: a number or an English word stands off by a space.
 * @param {any} value
 */
function setOff(value) {
  const shown = formatValue(value);
  // eslint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(shown) ? ` ${shown}` : shown;
}
