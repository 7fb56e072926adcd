// Columns whose heading alone does not say what they are: their values do, as
// generator/registry/entry/intake/columns.py has it.

/** @import { Field } from "./headings.js" */
/** @import { Column, Table } from "./tables.js" */
/** @import { Context } from "./values.js" */

import { tryRead } from "./dates.js";
import { MONTH } from "./headings.js";
import { findChoice } from "./values.js";
import { narrow } from "./words.js";

const LOOKED_AT = 200; // rows

/**
 * The tables without two columns of the same field; those with the same headings are settled alike. 培训形式 is how
 * is taught in one sheet and the form of service in another: a column goes to the field of which it has the values.
 * @param {Table[]} tables
 * @param {string[][]} cells
 * @param {{ fields: Field[], getSchema: (field: Field) => any, context: Context }} about
 */
export function settleColumns(tables, cells, about) {
  const name = (/** @type {Table} */ table) => JSON.stringify([table.list, ...table.columns.map((each) => each.heading)]);
  /** @type {Map<string, (Field | undefined)[]>} */
  const settled = new Map();
  for (const table of tables) {
    const alike = tables.filter((each) => name(each) === name(table));
    if (!settled.has(name(table))) settled.set(name(table), settle(alike, cells, about));
    const fields = settled.get(name(table)) ?? [];
    table.columns = table.columns.map((column, i) => ({ ...column, field: fields[i] }));
  }
}

/**
 * The field of each column of tables that are headed alike.
 * @param {Table[]} tables
 * @param {string[][]} cells
 * @param {{ fields: Field[], getSchema: (field: Field) => any, context: Context }} about
 */
function settle(tables, cells, { fields: all, getSchema, context }) {
  const { columns } = tables[0];
  const fields = columns.map((each) => each.field);
  const fits = (/** @type {Field} */ field, /** @type {string[]} */ values) =>
    values.filter((each) => tryRead(() => findChoice(each, getSchema(field).enum, context.words))).length;
  columns.forEach((column, i) => {
    const own = fields[i];
    if (!own || !getSchema(own).enum) return;
    const others = new Set(fields.filter((_, j) => j !== i).map((each) => each && `${each.list} ${each.name}`));
    const isFree = (/** @type {Field} */ each) => !others.has(`${each.list} ${each.name}`);
    const values = listValues(tables, cells, column.column);
    const count = fits(own, values);
    if (count && isFree(own)) return;
    const free = all.filter((each) => each.list === own.list && getSchema(each).enum && isFree(each));
    const counted = free.map((field) => ({ field, has: fits(field, values) }));
    const best = counted.reduce((one, other) => (other.has > one.has ? other : one), counted[0] ?? { field: own, has: count });
    if (best.has > count || (best.has && !isFree(own))) fields[i] = best.field;
  });
  return leaveOne(columns, fields, getSchema);
}

/**
 * The fields without one that another column, headed nearer to it, is already.
 * @param {Column[]} columns
 * @param {(Field | undefined)[]} fields
 * @param {(field: Field) => any} getSchema
 */
function leaveOne(columns, fields, getSchema) {
  const rank = (/** @type {number} */ i) => {
    const headings = fields[i]?.headings ?? [];
    return headings.includes(columns[i].heading) ? headings.indexOf(columns[i].heading) : headings.length;
  };
  const taken = new Set();
  for (const i of columns.map((_, each) => each).sort((one, other) => rank(one) - rank(other))) {
    const field = fields[i];
    // An institution may stand there by its id and by its name.
    if (!field?.list || getSchema(field)["x-ref"] === "institution" || field.name.endsWith(MONTH)) continue;
    if (taken.has(field.name)) fields[i] = undefined;
    taken.add(field.name);
  }
  return fields;
}

/**
 * The different values of a column, as far as they are looked at.
 * @param {Table[]} tables
 * @param {string[][]} cells
 * @param {number} column
 */
function listValues(tables, cells, column) {
  const rows = tables.flatMap((each) => each.rows.slice(0, LOOKED_AT));
  return [...new Set(rows.map(({ row }) => narrow((cells[row][column] ?? "").trim())).filter(Boolean))];
}
