// From what a cell holds to the value that a record has, by what the schema says of it, as
// generator/registry/entry/written/values.py reads it: what cannot be read with certainty is refused.

/** @import { Schema } from "./schema.js" */
/** @import { Words } from "./words.js" */

import { NotUnderstood, readDay, readMonths } from "./dates.js";
import { askNearest } from "./nearest.js";
import { resolve } from "./schema.js";
import { isNothing, matchStart, matchWhole, narrow, replaceAll, tidyText } from "./words.js";

/**
 * What a value is read by besides its schema: the year that is meant where none is written, and by the name of a
 * table (area, system, authority, institution, batch, course) what each name and id in it means.
 * @typedef {{ root: Schema, words: Words, year: number | null, names: Record<string, Map<string, string>> }} Context
 */

const MONEY = "元"; // in the title of an amount
const CODE_LENGTH = 18;
const SHOWN = 15; // names that are listed

/**
 * The value of a cell that says something. Throws NotUnderstood.
 * @param {string} cell
 * @param {Schema} schema
 * @param {Context} context
 * @returns {any}
 */
export function readValue(cell, schema, context) {
  if ("enum" in schema) return readChoice(cell, schema, context);
  if ("x-ref" in schema) return findName(tidyText(cell, context.words), schema["x-ref"], context);
  if (schema.type === "array") return readMany(cell, schema, context);
  if (schema.format === "date") return readDay(cell, context.year, context.words);
  const { formats } = context.words;
  if (schema.pattern === formats.phone) return readPhone(cell, schema, context.words);
  if (schema.pattern === formats.credit_code) return readCode(cell, context.words);
  if (schema.pattern === formats.course_id) return readCourse(cell, context);
  if (schema.type === "integer" || schema.type === "number") return readNumber(cell, schema, context.words);
  return schema.type === "boolean" ? readBoolean(cell, context.words) : readText(cell, schema, context.words);
}

/**
 * @param {string} cell
 * @param {Schema} schema
 * @param {Context} context
 */
function readMany(cell, schema, context) {
  const items = resolve(context.root, schema.items);
  return items.type === "integer" ? readMonths(cell, context.year, context.words) : readList(cell, items, context);
}

/**
 * A number, with or without its unit; 免费 is 0 where it is money.
 * @param {string} cell
 * @param {Schema} schema
 * @param {Words} words
 */
function readNumber(cell, schema, words) {
  const text = replaceAll(words.is.THOUSANDS, narrow(cell), "").replace(/m2/g, "平方米");
  if (words.free.includes(text) && (schema.title ?? "").includes(MONEY)) return 0;
  const counted = findUnit(schema, words);
  const ordinal = matchStart(words.is.ORDINAL, text);
  if (ordinal && schema.minimum === 1 && !counted) return words.ordinals[ordinal[1]] ?? Number(ordinal[1]);
  const amount = matchStart(words.is.AMOUNT, text)?.groups;
  if (amount && acceptsUnit(amount.unit, schema, words)) return checkWhole(Number(amount.number), schema, text);
  const like = [...text].map((sign) => words.slips[sign] ?? sign).join("");
  if (like !== text && matchStart(words.is.AMOUNT, like)) {
    throw new NotUnderstood(`“${text}”中有字母，像是 ${like}`, "重新填写数字");
  }
  if (!amount?.unit) throw new NotUnderstood(`“${text}”不是一个数`, `只填数字，如 ${getExample(schema)}`);
  const wanted = counted === MONEY ? "每人多少元" : `多少${counted || "个"}`;
  throw new NotUnderstood(`“${text}”的单位“${amount.unit}”不是这里用的`, `核对有没有填错列；这里填${wanted}，只写数字`);
}

/**
 * What a number of a schema counts, as far as there are units for it.
 * @param {Schema} schema
 * @param {Words} words
 */
function findUnit(schema, words) {
  const inTitle = (schema.title ?? "").match(/（(.+)）$/);
  return [schema["x-unit"], inTitle?.[1]].find((each) => each && each in words.units) ?? "";
}

/**
 * Whether a unit behind a number changes nothing of what the number means by its schema.
 * @param {string} unit
 * @param {Schema} schema
 * @param {Words} words
 */
export function acceptsUnit(unit, schema, words) {
  return matchWhole(words.units[findUnit(schema, words)], unit) !== null;
}

/** @param {Schema} schema */
function getExample(schema) {
  return (schema.examples ?? [16])[0];
}

/**
 * @param {number} number
 * @param {Schema} schema
 * @param {string} text
 */
function checkWhole(number, schema, text) {
  const isWhole = Number.isInteger(number) || schema.type !== "integer";
  if (!isWhole) throw new NotUnderstood(`“${text}”不是整数`, `填整数，如 ${getExample(schema)}`);
  return number;
}

/**
 * 是 or 否, in the words and marks that are common for them.
 * @param {string} cell
 * @param {Words} words
 */
function readBoolean(cell, words) {
  const text = narrow(cell);
  if (matchWhole(words.is.BOXES, text)) return true;
  const { ticked, plain } = splitBoxes(text, words);
  const said = ticked.length ? ticked : plain.length ? [] : [text];
  const answers = new Set(said.flatMap((each) => (words.yes.includes(each) ? [true] : words.no.includes(each) ? [false] : [])));
  if (answers.size !== 1) throw new NotUnderstood(`“${text}”看不出是还是否`, "填 是 或 否");
  return [...answers][0];
}

/**
 * What is ticked in a text with boxes, and what is not; both empty where there are no boxes.
 * @param {string} text
 * @param {Words} words
 */
function splitBoxes(text, words) {
  const [ticks, empty] = [words.is.BOXES, words.is.EMPTY_BOXES];
  if (!ticks.test(text) && !empty.test(text)) return { ticked: [], plain: [] };
  const signs = `${ticks.source}${empty.source}`.replace(/[[\]]/g, "");
  const [mark, other] = [`([${signs}])`, `([^${signs}]+)`];
  const isAfter = signs.includes(text[0]);
  const pairs = [...text.matchAll(new RegExp(isAfter ? mark + other : other + mark, "g"))];
  const said = pairs.map((each) => (isAfter ? [each[1], each[2]] : [each[2], each[1]]));
  const list = (/** @type {RegExp} */ marks) =>
    said.filter(([sign]) => marks.test(sign)).map(([, each]) => each.replace(/^[、，,；; ]+|[、，,；; ]+$/g, ""));
  return { ticked: list(ticks), plain: list(empty) };
}

/**
 * One of the values of an enumeration, by its name or a sure synonym.
 * @param {string} cell
 * @param {Schema} schema
 * @param {Context} context
 */
function readChoice(cell, schema, { words }) {
  const { ticked, plain } = splitBoxes(narrow(cell), words);
  if (ticked.length > 1 || (plain.length && !ticked.length)) {
    const how = plain.length && !ticked.length ? "一项也没有勾" : "勾了几项";
    throw new NotUnderstood(`“${tidyText(cell, words)}”${how}`, `只勾一项：${schema.enum.join("、")}`);
  }
  return findChoice(ticked.length ? ticked[0] : narrow(cell), schema.enum, words);
}

/**
 * The one of some choices that a text means. Throws NotUnderstood.
 * @param {string} text
 * @param {string[]} choices
 * @param {Words} words
 */
export function findChoice(text, choices, words) {
  const folded = new Map(choices.map((each) => [narrow(each), each]));
  const synonym = (/** @type {string} */ each) => words.synonyms.get(each) ?? "";
  const cut = words.endings.map((/** @type {string} */ each) => (text.endsWith(each) ? text.slice(0, -each.length) : text));
  const names = [text, synonym(text), ...cut];
  const name = [...names, ...names.map(synonym)].find((each) => each && folded.has(narrow(each)));
  if (name) return folded.get(narrow(name));
  throw new NotUnderstood(`没有“${text}”这一项${askNearest(text, choices)}`, `填其中一项：${choices.join("、")}`);
}

/**
 * Several values in one cell, divided by 、 or lines, or ticked.
 * @param {string} cell
 * @param {Schema} items
 * @param {Context} context
 */
function readList(cell, items, context) {
  const { ticked, plain } = splitBoxes(narrow(cell), context.words);
  const parts = ticked.length || plain.length ? ticked : cell.split(context.words.is.LIST_MARKS).filter((each) => each.trim());
  return [...new Set(parts.map((part) => readValue(part.trim(), items, context)))];
}

/**
 * The id that a text means in a table. Throws NotUnderstood.
 * @param {string} text
 * @param {string} table
 * @param {Context} context
 */
export function findName(text, table, { names }) {
  const ids = names[table] ?? new Map();
  const folded = new Map([...ids].map(([name, id]) => [narrow(name), id]));
  const bare = new Map([...folded].map(([name, id]) => [name.replace(/\(.*\)$/, ""), id]));
  const id = ids.get(text) ?? folded.get(narrow(text)) ?? bare.get(narrow(text));
  if (id !== undefined) return id;
  const shown = [...ids.keys()].filter((name) => /[^\0-\x7f]/.test(name));
  const hint = shown.length <= SHOWN ? `填其中一个：${shown.join("、")}` : "填登记册中的全名或编号";
  throw new NotUnderstood(`登记册里没有“${text}”${askNearest(text, [...ids.keys()])}`, hint);
}

/**
 * An office telephone, however its digits are divided.
 * @param {string} cell
 * @param {Schema} schema
 * @param {Words} words
 */
function readPhone(cell, schema, words) {
  const text = narrow(cell).replace(/[—–－]/g, "-");
  if (isMobile(cell, words)) throw new NotUnderstood("填的是个人手机号，登记册不录入", "换成单位的办公电话，带区号");
  const service = matchStart(words.is.SERVICE, text)?.groups;
  const phone = matchStart(words.is.PHONE, text)?.groups;
  for (const [each, parts] of [[service, ["head", "middle", "last"]], [phone, ["area", "number"]]]) {
    const groups = /** @type {Record<string, string> | undefined} */ (each);
    const extension = groups && readExtension(groups.rest, words);
    if (groups && extension !== undefined) {
      return /** @type {string[]} */ (parts).map((name) => groups[name]).join("-") + extension;
    }
  }
  if (new RegExp(schema.pattern).test(text)) return text;
  const hint = "写成 0000-00000001 的样子，一格只写一个；有分机的接着写 转801";
  throw new NotUnderstood(`“${text}”不是一个带区号的电话号码`, hint);
}

/**
 * @param {string} rest
 * @param {Words} words
 */
function readExtension(rest, words) {
  const match = matchStart(words.is.EXTENSION, rest);
  return rest ? match && `转${match[1]}` : "";
}

/**
 * Whether a cell holds the number of somebody's own telephone.
 * @param {string} cell
 * @param {Words} words
 */
export function isMobile(cell, words) {
  return matchStart(words.is.MOBILE, narrow(cell).replace(/[-—–－]/g, "")) !== null;
}

/**
 * A unified social credit code; one that a spreadsheet has taken for a number is lost.
 * @param {string} cell
 * @param {Words} words
 */
function readCode(cell, words) {
  const text = narrow(cell).toUpperCase().replace(/-/g, "");
  if (matchStart(words.is.EXPONENT, text)) {
    throw new NotUnderstood(`“${text}”被表格当成了数，后几位已经丢失`, "先把单元格设成“文本”，再照登记证书填 18 位代码");
  }
  const wrong = [...new Set([...text].filter((sign) => words.is.CODE_LETTERS.test(sign)))].sort();
  if (wrong.length) {
    const hint = "照登记证书核对：多半是数字 0、1、5、2";
    throw new NotUnderstood(`“${text}”中有字母 ${wrong.join("、")}，代码里没有这些字母`, hint);
  }
  if (text.length !== CODE_LENGTH) throw new NotUnderstood(`“${text}”有 ${text.length} 位，应为 18 位`, "照登记证书填写");
  return text;
}

/**
 * A text as it stands; a name has no line breaks, a paragraph keeps those between its lines.
 * @param {string} cell
 * @param {Schema} schema
 * @param {Words} words
 */
function readText(cell, schema, words) {
  if (schema.pattern !== "\\S") return tidyText(cell, words);
  const lines = cell.split(/\r\n|[\n\r\v\f\x85\u2028\u2029]/).map((line) => tidyText(line, words));
  return lines.filter(Boolean).join("\n");
}

/**
 * A course's id; by its title where a plan tells which courses there are.
 * @param {string} cell
 * @param {Context} context
 */
function readCourse(cell, context) {
  const text = tidyText(cell, context.words);
  return "course" in context.names ? findName(text, "course", context) : text.toLowerCase();
}

/**
 * Whether a cell without a number means 0: 无 where the schema asks for a number that may be 0.
 * @param {string} cell
 * @param {Schema} schema
 * @param {Words} words
 */
export function isZero(cell, schema, words) {
  const isNumber = schema.type === "integer" || schema.type === "number";
  return cell !== "" && isNothing(cell, words) && isNumber && schema.minimum === 0;
}
