// What is wrong with a record: the library's validator decides by the schema, in the words of `registry check`
// (generator/registry/records/messages.py).

import { isDay } from "../pages/assets/days.js";
import { JSONEditor, Validator } from "./library.js";
import { speakPlainly } from "./plain_words.js";
import { getProperties, isChange, resolve, resolvePath, splitPath } from "./schema.js";

/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {(string | number)[]} Parts */
/** @typedef {{ parts: Parts, place: string, message: string, hint: string }} Fault */

const TYPES = /** @type {Record<string, string>} */ ({
  string: "文字",
  integer: "整数",
  number: "数字",
  boolean: "true 或 false",
  array: "列表（每项以短横开头）",
  object: "一组字段",
  null: "空（null）",
});
const FORMATS = /** @type {Record<string, string>} */ ({ date: "日历上的日期", email: "邮箱地址", uri: "网址" });
// What need not be said of a value of which something else is said.
const SECONDARY = ["enum", "const", "pattern"];
const SHOWN = 40;

/** @type {Record<string, (wanted: any, value: any) => string>} */
const SAY = {
  type: (wanted, value) => `应为${[wanted].flat().map((each) => TYPES[each]).join("或")}，现为${setOff(value)}`,
  enum: (wanted, value) => `不能是${setOff(value)}，应为：${wanted.join("、")}`,
  const: (wanted, value) => `应为${setOff(wanted)}，现为${setOff(value)}`,
  format: (wanted, value) => `应为${FORMATS[wanted] ?? wanted}，现为${setOff(value)}`,
  pattern: (_, value) => `写法不符合要求，现为${formatValue(value)}`,
  minimum: (wanted, value) => `不能小于 ${wanted}，现为 ${formatValue(value)}`,
  maximum: (wanted, value) => `不能大于 ${wanted}，现为 ${formatValue(value)}`,
  multipleOf: (wanted, value) => `应为 ${wanted} 的整数倍，现为 ${formatValue(value)}`,
  minLength: (wanted, value) => `太短：至少 ${wanted} 个字，现有 ${[...value].length} 个`,
  maxLength: (wanted, value) => `太长：至多 ${wanted} 个字，现有 ${[...value].length} 个`,
  minItems: (wanted, value) => `太少：至少 ${wanted} 项，现有 ${value.length} 项`,
  maxItems: (wanted, value) => `太多：至多 ${wanted} 项，现有 ${value.length} 项`,
  uniqueItems: () => "有重复的项",
};

/**
 * A schema without references, in which of a nullable the other branch is asked of all but null.
 * @param {Schema} root
 * @param {any} schema
 * @returns {any}
 */
function spell(root, schema) {
  if (Array.isArray(schema)) return schema.map((each) => spell(root, each));
  if (typeof schema !== "object" || schema === null) return schema;
  const { anyOf, ...found } = "$ref" in schema ? { ...resolve(root, { $ref: schema.$ref }), ...schema, $ref: undefined } : schema;
  const kept = Object.entries(found).filter(([name, value]) => value !== undefined && name !== "$defs" && name !== "examples");
  const own = Object.fromEntries(kept.map(([name, value]) => [name, name === "enum" || name === "const" ? value : spell(root, value)]));
  if (!anyOf) return own;
  const [first, second] = anyOf.map((/** @type {any} */ each) => spell(root, each));
  return { ...own, if: { type: second.type }, then: second, else: first };
}

/**
 * What judges the records of a kind: gives the faults of one.
 * @param {any} editor
 * @param {Schema} root
 * @returns {(data: any) => Fault[]}
 */
export function makeJudge(editor, root) {
  const options = { custom_validators: [checkFormat] };
  const judge = new Validator(editor, spell(root, root), options, JSONEditor.defaults);
  // Of what is missing the library tells the title alone: here the name is what it hands over.
  judge.translate = (/** @type {string} */ _, /** @type {any[] | null} */ words) => String(words?.[0] ?? "");
  const judges = new Map();
  const judgeOf = (/** @type {string} */ name) => {
    const own = root.$defs["institution-record"].properties[name];
    const found = judges.get(name) ?? new Validator(editor, spell(root, own), options, JSONEditor.defaults);
    found.translate = judge.translate;
    judges.set(name, found);
    return found;
  };
  return (data) => [...list(root, judge.validate(data), data), ...judgeChanges(root, data, judgeOf)];
}

/**
 * What is wrong with the values of a change: before and after are written as the institution's own are.
 * @param {Schema} root
 * @param {any} data
 * @param {(name: string) => any} judgeOf
 * @returns {Fault[]}
 */
function judgeChanges(root, data, judgeOf) {
  const lists = getProperties(root, root).filter(([, each]) => isChange(resolve(root, each.items ?? {})));
  const sides = lists.flatMap(([name]) =>
    (data?.[name] ?? []).flatMap((/** @type {any} */ row, /** @type {number} */ i) =>
      ["before", "after"].map((side) => ({ place: [name, i, side], field: row.field, value: row[side] })),
    ),
  );
  const known = root.$defs?.["institution-record"]?.properties ?? {};
  return sides.flatMap(({ place, field, value }) => {
    if (!(field in known) || value === undefined || value === null) return [];
    const own = { ...resolve(root, known[field]), $defs: root.$defs };
    const faults = list(own, judgeOf(field).validate(value), value);
    return faults.map(({ parts, message, hint }) => {
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
 * @returns {Fault[]}
 */
function list(root, errors, data) {
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
    const first = keywords.filter((each) => !SECONDARY.includes(each));
    return [...new Set(first.length ? first : keywords.slice(0, 1))].map((each) => word(root, parts, each, data));
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
  const group = parts.reduce((/** @type {any} */ found, part) => found?.[part], data);
  const names = Object.keys(properties).filter((each) => group?.[each] === undefined);
  return names.filter((each) => resolve(root, properties[each]).title === called).slice(0, 1);
}

/**
 * @param {Schema} root
 * @param {Parts} parts
 * @param {string} keyword
 * @param {any} data
 * @returns {Fault}
 */
function word(root, parts, keyword, data) {
  const schema = resolvePath(root, parts);
  const value = parts.reduce((/** @type {any} */ found, part) => found?.[part], data);
  const isEmpty = value === undefined || value === "" || value === null || (Array.isArray(value) && !value.length);
  const message = isEmpty ? "没有填写" : (SAY[keyword]?.(schema[keyword], value) ?? "不符合格式");
  return { parts, place: describePlace(root, parts), message, hint: isEmpty ? "" : cite(schema, keyword) };
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
 * How a value is mended: the schema's own words, or its first example.
 * @param {Schema} schema
 * @param {string} keyword
 */
function cite(schema, keyword) {
  if (keyword === "type" && ["integer", "number"].includes(schema.type)) return `只写数字，如 ${schema.examples?.[0] ?? 0}`;
  if (schema["x-hint"]) return speakPlainly(schema["x-hint"]);
  return schema.examples?.length ? `例：${[schema.examples[0]].flat().join("、")}` : speakPlainly(schema.description ?? "");
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
