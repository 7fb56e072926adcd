// The bundled schema of a kind as the editor needs it: each value with the editor that suits it, its choices by the
// names that people know, and its example. `x-editor` names a class of fields.js or groups.js.

import { findKind, nameFile } from "./places.js";
import { NOTHING, speakPlainly } from "./plain_words.js";
import { isChange, NULLABLE, resolve } from "./schema.js";

/** @typedef {import("./schema.js").Schema} Schema */
/** @typedef {{ value: any, title: string }} Choice */
/**
 * What is known where a form is filled in: what values may name, the institution where one is chosen, its courses of the
 * year; who has passed, where a list of them is published.
 * @typedef {{ tables: Record<string, any>, institution?: Record<string, any>, courses?: Choice[], planned?: (id: string) => any,
 * passed?: string[] }} Context
 */

// More choices than this are typed, with a list that offers them, and no longer ticked or picked.
const MOST = 300;
const TICKED = 40;
const LONG = 120;
const CITY = "市人社局"; // a kind of authority

/**
 * The editor's schema of a kind.
 * @param {Record<string, any>} about
 * @param {Context} context
 * @returns {Schema}
 */
export function shapeKind(about, context) {
  const shaped = shape(about.schema, { root: about.schema, context, isNew: about.name });
  return { ...shaped, title: about.title, description: "" };
}

/**
 * The editor's schema of a value of a kind, by its schema within the kind's.
 * @param {Schema} root
 * @param {Schema} schema
 * @param {Context} context
 * @returns {Schema}
 */
export function shapeValue(root, schema, context) {
  return shape(schema, { root, context, isNew: "" });
}

/** @typedef {{ root: Schema, context: Context, isNew: string }} Way */

/**
 * @param {Schema} schema
 * @param {Way} way
 * @returns {Schema}
 */
function shape(schema, way) {
  const resolved = resolve(way.root, schema);
  const said = {
    title: resolved.title ?? "",
    description: describe(resolved),
    rare: Boolean(resolved["x-rare"]),
    nullable: Boolean(resolved[NULLABLE]),
    example: resolved.examples?.[0],
    unit: resolved["x-unit"] ?? "",
  };
  const several = schema.anyOf?.find((/** @type {Schema} */ each) => each.type === "array");
  if (several) return { ...said, ...shapeList(several, way), oneOrList: true };
  if (resolved.properties) return { ...said, ...shapeGroup(resolved, way) };
  if (resolved.type === "array") return { ...said, ...shapeList(resolved, way), nullable: said.nullable };
  if (Array.isArray(resolved.type)) return { ...said, "x-editor": "free", types: resolved.type };
  return { ...said, ...shapeScalar(resolved, way) };
}

/**
 * What a value is, in the words of a form; what may be chosen is shown anyhow.
 * @param {Schema} schema
 */
function describe(schema) {
  const text = speakPlainly(schema.description ?? "");
  if (schema["x-fields"]) return text.replace(/：.*/, "。");
  return isChange(schema.items ?? {}) ? text.replace(`选“${NOTHING}”`, "留空") : text;
}

/**
 * @param {Schema} schema
 * @param {Way} way
 * @returns {Schema}
 */
function shapeGroup(schema, way) {
  const below = { ...way, isNew: "" };
  const isPlanned = schema["x-ref"] === "planned";
  const properties = Object.entries(schema.properties).map(([name, each]) => [
    name,
    // The id of what is recorded anew names nothing that is there.
    shape(
      name === "course" || (name === "id" && isPlanned) ? { ...each, "x-ref": "course" } : each,
      name === "id" ? { ...below, isNew: way.isNew } : below,
    ),
  ]);
  return {
    type: "object",
    "x-editor": isChange(schema) ? "change" : isPlanned ? "planned" : "group",
    properties: Object.fromEntries(properties),
    required: schema.required ?? [],
    // What is asked for in some cases: the check says in which.
    sometimes: [...(schema.then?.required ?? []), ...(schema.else?.required ?? [])],
    // Of a change before and after are written as the institution's own values are.
    ...(isChange(schema) && { fields: shapeFields(schema.properties.field, way) }),
  };
}

/**
 * The editors' schemas of the institution's fields that a change may name.
 * @param {Schema} field
 * @param {Way} way
 */
function shapeFields(field, way) {
  const own = way.root.$defs["institution-record"].properties;
  return Object.fromEntries(field.enum.map((/** @type {string} */ name) => [name, shape(own[name], way)]));
}

/**
 * @param {Schema} schema
 * @param {Way} way
 * @returns {Schema}
 */
function shapeList(schema, way) {
  const items = resolve(way.root, schema.items);
  const limits = { minItems: schema.minItems };
  if (items.properties) {
    return { type: "array", "x-editor": "rows", ...limits, items: { ...shape(schema.items, way), title: items.title ?? "" } };
  }
  const choices = schema.uniqueItems || items["x-ref"] ? listChoices(items, way) : undefined;
  // What is named stands as in the document that names it.
  if (choices && choices.length <= TICKED) return { "x-editor": "checks", choices, ordered: Boolean(items["x-ref"]) };
  return { "x-editor": "lines", scalar: items.type, offered: keep(choices) };
}

/**
 * @param {Schema} schema
 * @param {Way} way
 * @returns {Schema}
 */
function shapeScalar(schema, way) {
  const choices = listChoices(schema, way);
  const own = choices ?? [];
  if (choices && own.length <= MOST && own.length) {
    const none = schema[NULLABLE] ? [{ value: null, title: NOTHING }] : [];
    return { "x-editor": "choice", choices: [...own, ...none] };
  }
  const isNumber = schema.type === "integer" || schema.type === "number";
  return {
    "x-editor": schema["x-ref"] === "place" ? "place" : "text",
    scalar: schema.type,
    input: isNumber ? "number" : schema.format === "date" ? "date" : schema.format === "email" ? "email" : "text",
    // What may have several lines, or is as a rule longer than one.
    long: schema.type === "string" && !schema.pattern?.startsWith("^") && (schema.maxLength ?? 0) > LONG,
    ref: way.isNew ? undefined : schema["x-ref"],
    offered: keep(own),
  };
}

/**
 * Choices behind a function, as the library copies a schema for each row: there may be thousands of them.
 * @param {Choice[]} [choices]
 */
function keep(choices = []) {
  return choices.length ? () => choices : undefined;
}

/**
 * What a value may be, where that can be listed.
 * @param {Schema} schema
 * @param {Way} way
 * @returns {Choice[] | undefined}
 */
function listChoices(schema, way) {
  if (schema.type === "boolean") return [true, false].map((value) => ({ value, title: value ? "是" : "否" }));
  if (schema["x-fields"]) return listFields(schema, way);
  if (schema.enum) return schema.enum.map((/** @type {any} */ value) => ({ value, title: String(value) }));
  if (schema.type === "integer" && schema.minimum === 1 && schema.maximum === 12) {
    return Array.from({ length: 12 }, (_, i) => ({ value: i + 1, title: `${i + 1}月` }));
  }
  return schema["x-ref"] && !way.isNew ? listNamed(schema, way.context) : undefined;
}

/**
 * The institution's fields by their titles.
 * @param {Schema} schema
 * @param {Way} way
 * @returns {Choice[]}
 */
function listFields(schema, way) {
  const own = way.root.$defs["institution-record"].properties;
  return schema.enum.map((/** @type {string} */ value) => ({ value, title: own[value].title }));
}

/** The tables in which what a reference names is looked up, by its `x-ref`. */
export const TABLES = /** @type {Record<string, string>} */ ({
  area: "areas",
  system: "systems",
  authority: "authorities",
  batch: "batches",
  rule: "rules",
  institution: "institutions",
});

/**
 * What a reference may name, with its words: those in office and of the institution's own area first.
 * @param {Schema} schema
 * @param {Context} context
 * @returns {Choice[] | undefined}
 */
function listNamed(schema, context) {
  const { tables, institution, passed } = context;
  if (schema["x-ref"] === "institution" && passed) {
    return passed.map((id) => ({ value: id, title: tables.institutions.find((/** @type {any} */ each) => each.id === id)?.name ?? id }));
  }
  if (schema["x-ref"] === "act") return institution && listActs(institution, schema["x-act"], tables.kinds);
  if (schema["x-ref"] === "course") return context.courses;
  if (schema["x-ref"] === "file") return institution && listFiles(institution, tables.kinds);
  const rows = /** @type {Record<string, any>[] | undefined} */ (tables[TABLES[schema["x-ref"]]]);
  if (!rows) return undefined;
  // Once for all fields: there may be thousands of institutions.
  const named = choicesOf.get(context) ?? new Map();
  choicesOf.set(context, named);
  if (!named.has(rows)) named.set(rows, sortNamed(rows, institution));
  return named.get(rows);
}

/** @type {WeakMap<Context, Map<object, Choice[]>>} */
const choicesOf = new WeakMap();

/**
 * @param {Record<string, any>[]} rows
 * @param {Record<string, any> | undefined} institution
 * @returns {Choice[]}
 */
function sortNamed(rows, institution) {
  // What is of no institution is as a rule the city bureau's.
  const own = (/** @type {any} */ row) => (institution?.area ? row.areas?.includes(institution.area) : row.kind === CITY);
  const isPast = (/** @type {any} */ row) => row.current === false;
  const sorted = [...rows].sort((one, other) => rank(one) - rank(other));
  /** @param {any} row */
  function rank(row) {
    return (isPast(row) ? 2 : 0) + (own(row) ? 0 : 1);
  }
  return sorted.map((row) => ({ value: row.id, title: `${row.name ?? row.title ?? row.id}${isPast(row) ? "（已撤并）" : ""}` }));
}

/**
 * The acts of a dossier of a kind, or all, the latest first.
 * @param {Record<string, any>} institution
 * @param {string | undefined} kind
 * @param {import("./files.js").Kinds} kinds
 * @returns {Choice[] | undefined}
 */
function listActs(institution, kind, kinds) {
  const acts = listFiles(institution, kinds).filter(({ value }) => value.startsWith("acts/") && (!kind || findKind(value, kinds) === kind));
  return acts.length ? acts.map(({ value, title }) => ({ value: value.slice(5, -4), title })) : undefined;
}

/**
 * The files of a dossier by what they are called, the latest first.
 * @param {Record<string, any>} institution
 * @param {import("./files.js").Kinds} kinds
 * @returns {Choice[]}
 */
function listFiles(institution, kinds) {
  const paths = Object.keys(institution.records ?? {});
  const named = paths.map((value) => ({ value, title: nameFile(value, kinds) }));
  return named.sort((one, other) => (one.title < other.title ? 1 : -1));
}
