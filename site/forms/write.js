// A record's text from its data, and a text with something more in it: byte for byte what `registry fix` leaves
// (generator/registry/entry/canonical.py) and what `registry step` adds (entry/steps/additions.py).

/** @import { Schema } from "./schema.js" */

import { getProperties, resolve, resolvePath, splitPointer } from "./schema.js";
import { isAmbiguous, writeLiteral } from "./scalars.js";
import { findEnd, findKeys, hasData, writeAnew } from "./text.js";

const BARE = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const DASH = /^( *)-(?: |$)/;
const END = "-"; // the last part of a pointer that means the end of a list

/**
 * The text of a record: fields in the order of the schema, two blanks a level, a line for each item of a list.
 * @param {Schema} schema
 * @param {Record<string, any>} data
 */
export function writeRecord(schema, data) {
  return `${writeGroup(data, schema, schema).join("\n")}\n`;
}

/**
 * A text with a value more: at the end of a list (`/steps/-`), or as a property that is absent (`/document`). The
 * lines that are there stay as they are, comments too; a text that is written otherwise than in lines is laid out
 * anew. Throws where the text cannot be read or the property is there already.
 * @param {string} text
 * @param {string} pointer
 * @param {any} value
 * @param {Schema} schema
 */
export function appendValue(text, pointer, value, schema) {
  const parts = splitPointer(pointer);
  const isAtEnd = parts[parts.length - 1] === END;
  const addition = { parts: isAtEnd ? parts.slice(0, -1) : parts, value, isAtEnd };
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const name = String(addition.parts[addition.parts.length - 1]);
  const wanted = writeAnew(text, addition, writeProperty(name, isAtEnd ? [value] : value));
  const insertion = findInsertion(schema, lines, findKeys(text), addition);
  const longer = insertion && insert(text, insertion);
  if (longer && hasData(longer, wanted.data)) return longer;
  return text.includes("\r\n") ? wanted.text.replace(/\n/g, "\r\n") : wanted.text;
}

/** @typedef {{ parts: (string | number)[], value: any, isAtEnd: boolean }} Addition */
/** @typedef {(parts: (string | number)[]) => [number, number] | undefined} FindKey */
/** @typedef {{ last: number, added: string[], emptied?: string }} Insertion */

/**
 * Where the lines of an addition come into a text; undefined where there is no such place.
 * @param {Schema} schema
 * @param {string[]} lines
 * @param {FindKey} find
 * @param {Addition} addition
 * @returns {Insertion | undefined}
 */
function findInsertion(schema, lines, find, addition) {
  const place = find(addition.parts);
  if (!place) return findPlaceOfProperty(schema, lines, find, addition);
  const [row, indent] = place;
  const last = findEnd(lines, row, indent);
  const item = lines.slice(row + 1, last + 1).find((line) => DASH.test(line));
  const written = writeItem(addition.value);
  if (item) return { last, added: setIn(written, item.indexOf("-")) };
  const emptied = lines[row].replace(/: *\[ *\]/, ":");
  return emptied === lines[row] ? undefined : { last: row, added: setIn(written, indent + 2), emptied };
}

/**
 * The same for a property that is absent: it comes where the schema has it.
 * @param {Schema} schema
 * @param {string[]} lines
 * @param {FindKey} find
 * @param {Addition} addition
 * @returns {Insertion | undefined}
 */
function findPlaceOfProperty(schema, lines, find, { parts, value, isAtEnd }) {
  const above = parts.slice(0, -1);
  const name = String(parts[parts.length - 1]);
  const order = getProperties(schema, resolvePath(schema, above)).map(([each]) => each);
  const there = order.slice(0, order.indexOf(name)).flatMap((each) => [find([...above, each]) ?? []]);
  const before = there.filter((each) => each.length).sort(([one], [other]) => one - other);
  if (!before.length) return undefined;
  const [row, indent] = before[before.length - 1];
  return { last: findEnd(lines, row, indent), added: setIn(writeProperty(name, isAtEnd ? [value] : value), indent) };
}

/**
 * A text with lines in it, ended as the line before them is; `emptied` takes the place of that one.
 * @param {string} text
 * @param {Insertion} insertion
 */
function insert(text, { last, added, emptied }) {
  const lines = text.split(/(?<=\n)/);
  const before = lines[last];
  const end = before.endsWith("\r\n") || (!before.endsWith("\n") && text.includes("\r\n")) ? "\r\n" : "\n";
  lines[last] = (emptied ?? before).replace(/[\r\n]+$/, "") + end;
  lines.splice(last + 1, 0, ...added.map((line) => line + end));
  return lines.join("");
}

/**
 * @param {string[]} lines
 * @param {number} width
 */
function setIn(lines, width) {
  return lines.map((line) => `${" ".repeat(width)}${line}`);
}

/** @param {any} value */
const isFilled = (value) => typeof value === "object" && value !== null && Object.keys(value).length > 0;

/** @param {any} value */
function writeEmpty(value) {
  return typeof value !== "object" || value === null ? writeLiteral(value) : Array.isArray(value) ? "[]" : "{}";
}

/**
 * The lines of a group in the order of its schema; a field that it does not know stays behind the one before it.
 * @param {Record<string, any>} group
 * @param {Schema} schema
 * @param {Schema} root
 * @returns {string[]}
 */
function writeGroup(group, schema, root) {
  const properties = new Map(getProperties(root, schema));
  const order = [...properties.keys()];
  let rank = -1;
  const fields = Object.entries(group)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      rank = properties.has(name) ? order.indexOf(name) : rank;
      return { rank, lines: writeProperty(name, value, properties.get(name), root) };
    });
  return fields.sort((one, other) => one.rank - other.rank).flatMap((each) => each.lines);
}

/**
 * The lines of a property, its key first; in the order of its schema where that is given.
 * @param {string} name
 * @param {any} value
 * @param {Schema} [schema]
 * @param {Schema} [root]
 * @returns {string[]}
 */
function writeProperty(name, value, schema = {}, root = {}) {
  const key = BARE.test(name) && !isAmbiguous(name) ? name : JSON.stringify(name);
  return isFilled(value) ? [`${key}:`, ...setIn(writeBlock(value, schema, root), 2)] : [`${key}: ${writeEmpty(value)}`];
}

/**
 * @param {any} value
 * @param {Schema} schema
 * @param {Schema} root
 * @returns {string[]}
 */
function writeBlock(value, schema, root) {
  if (!Array.isArray(value)) return writeGroup(value, schema, root);
  const below = resolve(root, resolve(root, schema).items ?? {});
  return value.flatMap((item) => writeItem(item, below, root));
}

/**
 * The lines of a list's item, its dash first.
 * @param {any} value
 * @param {Schema} [schema]
 * @param {Schema} [root]
 * @returns {string[]}
 */
function writeItem(value, schema = {}, root = {}) {
  const lines = isFilled(value) ? writeBlock(value, schema, root) : [writeEmpty(value)];
  return lines.map((line, i) => (i ? `  ${line}` : `- ${line}`));
}
