// What comes to a record that stands: a step, a day, a supplement. Where the file's text is known the form gives it
// whole, with the lines more; else the lines that are to be put in.

import { joinPath } from "./hand_over.js";
import { resolve, splitPointer } from "./schema.js";
import { appendValue, writeRecord } from "./write.js";

/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {{ path: string, title: string, pointer: string, schema: string, values: any }} Addition */

/**
 * What may be added to the records of a kind of an institution.
 * @param {Record<string, any> | undefined} institution
 * @param {Record<string, any>} about  the kind
 * @returns {Addition[]}
 */
export function listAdditions(institution, about) {
  /** @type {[string, [string, [number, string][]]][]} */
  const records = Object.entries(institution?.additions ?? {});
  const own = records.filter(([, [kind]]) => kind === about.name);
  return own.flatMap(([path, [, places]]) => places.map(([number, pointer]) => ({ path, pointer, ...about.later[number] })));
}

/**
 * The addition that an address asks for: the record's path in its folder, the word for what is added, and where it comes
 * to one of several rows.
 * @param {Addition[]} additions
 * @param {URLSearchParams} query
 */
export function findAddition(additions, query) {
  const [path, word] = [query.get("path"), query.get("add")];
  const at = query.get("at");
  const isMeant = (/** @type {Addition} */ each) =>
    each.title === word || each.title.endsWith(`：${word}`) || each.values?.action === word;
  const addition = word ? additions.find((each) => each.path === path && isMeant(each) && (!at || each.pointer === at)) : undefined;
  const authority = query.get("authority");
  return addition && authority && typeof addition.values === "object" ? { ...addition, values: { ...addition.values, authority } } : addition;
}

/**
 * The name of the property that an addition comes to, and the schema of what comes.
 * @param {Schema} root
 * @param {Addition} addition
 */
export function readAddition(root, addition) {
  const parts = splitPointer(addition.pointer).filter((part) => typeof part === "string" && part !== "-");
  const steps = addition.schema.split("/").slice(1);
  const schema = steps.reduce((place, part) => resolve(root, place)[part], root);
  return { name: String(parts[parts.length - 1]), schema: resolve(root, schema) };
}

/**
 * The file with an addition, whole where its text is known.
 * @param {Schema} root
 * @param {Addition} addition
 * @param {any} value
 * @param {Record<string, any>} institution
 */
export function writeAddition(root, addition, value, institution) {
  const path = joinPath(institution, addition.path);
  const text = institution.texts?.[addition.path];
  if (text !== undefined) return { path, text: appendValue(text, addition.pointer, value, root), way: "change" };
  const { name } = readAddition(root, addition);
  const isItem = addition.pointer.endsWith("/-");
  const lines = writeRecord(root, { [name]: isItem ? [value] : value });
  return { path, text: isItem ? lines.slice(lines.indexOf("\n") + 1) : lines, way: "lines", name };
}
