// A record's text as npm `yaml` reads it: where its keys stand, what it holds, and the text laid out anew with its
// comments where lines alone cannot be added.

/** @import { Addition, FindKey } from "./write.js" */

import { isCollection, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";

import { resolveScalar } from "./scalars.js";

/** A text that cannot be read, or has no place for what is to come. */
export class UnreadableText extends Error {}

/**
 * @param {string} text
 * @param {LineCounter} [lineCounter]
 */
function read(text, lineCounter) {
  // All scalars as texts: what they are in a record is resolveScalar's to say.
  const document = parseDocument(text, { schema: "failsafe", lineCounter });
  if (document.errors.length || !isMap(document.contents)) throw new UnreadableText(document.errors[0]?.message);
  return document;
}

/**
 * What a node holds, by the rules of records.
 * @param {any} node
 * @returns {any}
 */
function getData(node) {
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [String(key), getData(value)]));
  if (isCollection(node)) return node.items.map(getData);
  if (!isScalar(node)) return null;
  return node.type === "PLAIN" ? resolveScalar(String(node.value ?? "")) : node.value;
}

/**
 * What the text of a record holds. Throws UnreadableText.
 * @param {string} text
 * @returns {Record<string, any>}
 */
export function readRecord(text) {
  return getData(read(text).contents);
}

/**
 * Whether a text holds just this.
 * @param {string} text
 * @param {any} data
 */
export function hasData(text, data) {
  try {
    return JSON.stringify(sortKeys(readRecord(text))) === JSON.stringify(sortKeys(data));
  } catch {
    return false;
  }
}

/**
 * @param {any} value
 * @returns {any}
 */
function sortKeys(value) {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sortKeys(value[name])]));
}

/**
 * Finds where the key of a path stands: its line and indent, both from 0.
 * @param {string} text
 * @returns {FindKey}
 */
export function findKeys(text) {
  const lines = new LineCounter();
  const { contents } = read(text, lines);
  return (parts) => {
    let [here, key] = /** @type {any[]} */ ([contents, undefined]);
    for (const part of parts) {
      const pair = isMap(here) && here.items.find((each) => String(each.key) === part);
      key = pair && pair.key;
      here = pair ? pair.value : isCollection(here) && typeof part === "number" ? here.items[part] : undefined;
    }
    if (!key?.range) return undefined;
    const { line, col } = lines.linePos(key.range[0]);
    return [line - 1, col - 1];
  };
}

/**
 * The last line of the value whose key stands in a line, indented so; comments deep in it are its own.
 * @param {string[]} lines
 * @param {number} row
 * @param {number} indent
 */
export function findEnd(lines, row, indent) {
  let last = row;
  for (let i = row + 1; i < lines.length; i++) {
    const bare = lines[i].replace(/^ +/, "");
    const depth = lines[i].length - bare.length;
    if (!bare.trim() || (depth <= indent && bare.startsWith("#"))) continue;
    if (depth < indent || (depth === indent && !/^-(?: |$)/.test(bare))) break;
    last = i;
  }
  return last;
}

/**
 * A text with an addition in it, laid out anew with its comments, and what it then holds. Throws UnreadableText
 * where there is no place for that.
 * @param {string} text
 * @param {Addition} addition
 * @param {string[]} lines  the addition as a property
 */
export function writeAnew(text, { parts, isAtEnd }, lines) {
  const document = read(text.replace(/\r\n/g, "\n"));
  const there = document.getIn(parts, true);
  const around = parts.length > 1 ? document.getIn(parts.slice(0, -1), true) : document.contents;
  if (!isMap(around) || (there !== undefined && !(isAtEnd && isSeq(there)))) throw new UnreadableText();
  const [pair] = /** @type {any} */ (read(lines.join("\n")).contents).items;
  if (isAtEnd && there) document.addIn(parts, pair.value.items[0]);
  else document.setIn(parts, pair.value);
  return { data: getData(document.contents), text: document.toString({ lineWidth: 0, flowCollectionPadding: false }) };
}
