// The rows of a table that was pasted, read as the intake reads them (generator/registry/entry/intake/reading.py).

/** @import { Field } from "./headings.js" */
/** @import { Schema } from "./schema.js" */
/** @import { Column, Table } from "./tables.js" */
/** @import { Context } from "./values.js" */

import { NotUnderstood, readMonths, readSpan, SPAN_HINT, tryRead } from "./dates.js";
import { ACTION, COURSE, MONTH, PERIOD } from "./headings.js";
import { splitPointer } from "./schema.js";
import { findSubject, isSample } from "./tables.js";
import { acceptsUnit, findChoice, findName, isMobile, isZero, readValue } from "./values.js";
import { foldHeading, isNothing, matchStart, matchWhole, narrow, tidyText } from "./words.js";

/**
 * @typedef {{ field: Field, column: number, value: string }} Cell
 * @typedef {{ row: number, column: number, message: string, hint: string, isLack?: boolean }} Fault
 */
/**
 * A row on its way: what has been read of it, and which of its values could not be.
 * @typedef {{ data: Record<string, any>, missing: Set<string>, cells: Cell[], row: number, section: string }} Draft
 */
/**
 * What a table is read by, and what has been found so far.
 * @typedef {{
 *   cells: string[][], context: Context, fields: Field[], getSchema: (field: Field) => Schema, list: string,
 *   money: string, faults: Fault[], remarks: Set<string>, understood: Map<string, string>,
 * }} Reader
 */

const OTHER = "其他";

/**
 * The rows of a table; what is wrong in them is added to the reader's faults.
 * @param {Reader} reader
 * @param {Table} table
 */
export function readTableRows(reader, table) {
  const columns = table.columns.filter(({ field }) => field?.list === table.list);
  const isGroup = columns.some(({ field }) => field?.name);
  /** @type {Draft[]} */
  const drafts = [];
  for (const { row, section } of table.rows) {
    if (isSample(reader.cells, row, reader.context.words)) {
      reader.remarks.add(`第 ${row + 1} 行是示例，没有放进来`);
      continue;
    }
    const cells = columns.map((each) => makeCell(reader, table, row, each));
    const draft = { data: {}, missing: new Set(), cells, row, section };
    if (isOtherAction(reader, draft) || lacksRun(reader, draft)) continue;
    for (const cell of cells) readRowCell(reader, draft, cell);
    if (hasTotalHours(reader, table)) refuseTotal(reader, draft);
    if (addMonths(reader, table, draft, drafts)) continue;
    addSubject(reader, draft);
    // One of which nothing could be read keeps its place: what is wrong in it is filled in there.
    if (Object.keys(draft.data).length || (isGroup && draft.missing.size)) drafts.push(draft);
  }
  return drafts;
}

/**
 * A cell with what its heading says of its unit; 同上 is what the row above says.
 * @param {Reader} reader
 * @param {Table} table
 * @param {number} row
 * @param {Column} column
 * @returns {Cell}
 */
function makeCell(reader, table, row, column) {
  const field = /** @type {Field} */ (column.field);
  const value = getValue(reader, table, row, column.column);
  return { field, column: column.column, value: writeUnit(reader, field, column.heading, value) };
}

/**
 * @param {Reader} reader
 * @param {Table} table
 * @param {number} row
 * @param {number} column
 * @returns {string}
 */
function getValue(reader, table, row, column) {
  const text = reader.cells[row][column] ?? "";
  if (!text.trim()) return "";
  if (!reader.context.words.ditto.includes(narrow(text))) return text;
  const above = table.rows.filter((each) => each.row < row);
  return above.length ? getValue(reader, table, above[above.length - 1].row, column) : "";
}

/**
 * A bare number with the unit of its heading, or that of money, where that is not the field's own.
 * @param {Reader} reader
 * @param {Field} field
 * @param {string} heading
 * @param {string} value
 */
function writeUnit({ context: { words }, money, getSchema }, field, heading, value) {
  if (isNothing(value, words)) return value;
  const schema = getSchema(field);
  const unit = narrow(heading).match(words.is.HEAD_UNIT)?.[1] ?? (acceptsUnit("元", schema, words) ? money : "");
  const amount = matchStart(words.is.AMOUNT, narrow(value))?.groups;
  const isOwn = !unit || !amount || amount.unit || acceptsUnit(unit, schema, words);
  return isOwn ? value : `${value}${unit}`;
}

/**
 * @param {Reader} reader
 * @param {Draft} draft
 * @param {Cell | undefined} cell
 * @param {string} message
 * @param {string} hint
 */
function addFault(reader, draft, cell, message, hint) {
  const column = cell?.column ?? draft.cells.find((each) => each.value)?.column ?? 0;
  const isSame = (/** @type {Fault} */ each) => each.row === draft.row && each.column === column && each.message === message;
  if (cell) draft.missing.add(cell.field.name);
  if (!reader.faults.some(isSame)) reader.faults.push({ row: draft.row, column, message, hint });
}

/**
 * Whether a row of an amendment says that it is to be something else than what this list takes.
 * @param {Reader} reader
 * @param {Draft} draft
 */
function isOtherAction(reader, draft) {
  const { words } = reader.context;
  const cell = draft.cells.find((each) => each.field.name === ACTION);
  if (!cell?.value) return false;
  try {
    const action = findChoice(narrow(cell.value), Object.values(words.actions), words);
    if (action === words.actions[reader.list]) return false;
    addFault(reader, draft, cell, `这一行是“${action}”，没有放进来`, `在“${action}”的一栏里填写`);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    addFault(reader, draft, cell, error.message, error.hint);
  }
  return true;
}

/**
 * Whether a row of a table of runs says nothing but which course it is.
 * @param {Reader} reader
 * @param {Draft} draft
 */
function lacksRun(reader, draft) {
  const { words } = reader.context;
  // What a form has filled in: which course it is, and that one taught face to face has no remote hours.
  const isPrepared = (/** @type {Cell} */ { field, value }) =>
    field.name === "course" || field.name === COURSE || (field.name === "new_remote_hours" && value === "0");
  if (reader.list !== "/runs" || draft.cells.some((each) => !isNothing(each.value, words) && !isPrepared(each))) return false;
  addFault(reader, draft, undefined, "这一行只有课程，没有开班的情况", "没有举办的删去这一行，写进“未举办”并写明原因");
  return true;
}

/**
 * @param {Reader} reader
 * @param {Draft} draft
 * @param {Cell} cell
 */
function readRowCell(reader, draft, cell) {
  const { name } = cell.field;
  const last = name.slice(name.lastIndexOf("/") + 1);
  if (last === PERIOD) readPeriod(reader, draft, cell);
  else if (last === COURSE) readCourseTitle(reader, draft, cell);
  else if (!last.startsWith("@") && !isKnown(reader, draft, cell, last)) readCell(reader, draft, cell);
}

/**
 * Whether a blank cell is none to be filled in: another cell of the row has said it, or says it.
 * @param {Reader} reader
 * @param {Draft} draft
 * @param {Cell} cell
 * @param {string} last
 */
function isKnown({ context: { words } }, draft, cell, last) {
  const isBlank = isNothing(cell.value, words);
  if (last === "course") {
    const isTold = draft.cells.some((each) => each.field.name.endsWith(COURSE) && !isNothing(each.value, words));
    return Boolean(draft.data.course) || (isBlank && isTold);
  }
  return isBlank && (last === "id" || (last === "to" && Boolean(draft.data.to)));
}

/**
 * One value of a row, or what is wrong with it.
 * @param {Reader} reader
 * @param {Draft} draft
 * @param {Cell} cell
 */
function readCell(reader, draft, cell) {
  const { words } = reader.context;
  const { field, value } = cell;
  const schema = reader.getSchema(field);
  const [title, text] = [field.headings[0], value.trim()];
  if (matchStart(words.is.ERROR_VALUE, text)) {
    addFault(reader, draft, cell, `公式出错（${text}）`, "改好公式，或者直接填上数");
  } else if (matchWhole(words.is.TOO_NARROW, text)) {
    addFault(reader, draft, cell, `“${text}”是列太窄、显示不下的内容`, "在原来的表格里把这一列拉宽，再复制或填上");
  } else if (isZero(value, schema, words)) put(draft.data, field.name, 0);
  else if (isNothing(value, words) && value && schema.nullable) put(draft.data, field.name, null);
  else if (!isNothing(value, words)) readInto(reader, draft, cell);
  else if (field.required) {
    addFault(reader, draft, cell, `“${title}”没有填写`, describeExample(schema));
    reader.faults[reader.faults.length - 1].isLack = true;
  }
}

/**
 * @param {Reader} reader
 * @param {Draft} draft
 * @param {Cell} cell
 */
function readInto(reader, draft, cell) {
  const { field, value } = cell;
  const context = { ...reader.context, names: { ...reader.context.names } };
  if (/(^|\/)id$/.test(field.name)) delete context.names.course; // a new course is none of those that there are
  try {
    const read = readValue(value, reader.getSchema(field), context);
    put(draft.data, field.name, read);
    const words = describeReading(value, read, context.words.is.PLAIN_MONTHS);
    if (words) reader.understood.set(value.trim(), words);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    if (!tryOtherwise(reader, draft, cell)) {
      addFault(reader, draft, cell, `“${field.headings[0]}”：${error.message}`, error.hint);
    }
  }
}

/**
 * Two values in one cell: days from … to … under the first day, a form of service that is none of those listed.
 * @param {Reader} reader
 * @param {Draft} draft
 * @param {Cell} cell
 */
function tryOtherwise(reader, draft, { field, value }) {
  const { words, year } = reader.context;
  const { name } = field;
  if (/(^|\/)from$/.test(name)) {
    const span = tryRead(() => readSpan(value, year, words));
    if (span) ["from", "to"].forEach((each, i) => put(draft.data, name.replace(/from$/, each), span[i]));
    return span !== undefined;
  }
  if (/(^|\/)contact_phone$/.test(name) && isMobile(value, words)) {
    reader.remarks.add(`“${field.headings[0]}”中的手机号码没有录入`);
    return true;
  }
  const hasNote = reader.fields.some((each) => each.list === field.list && each.name === `${name}_note`);
  const text = tidyText(value, words);
  const other = /(^|\/)form$/.test(name) && hasNote && matchWhole(words.is.OTHER_FORM, text);
  if (!other) return false;
  put(draft.data, name, OTHER);
  if (!draft.data[`${name}_note`]) put(draft.data, `${name}_note`, other.groups?.note || text);
  if (!other.groups?.note) {
    reader.remarks.add(`“${text}”不是办法列出的服务形式，按“其他”录入，原话写在“其他形式说明”中`);
  }
  return true;
}

/**
 * How a day or months in few words were read; nothing where they are written as they are read.
 * @param {string} value
 * @param {any} read
 * @param {RegExp} plain
 */
function describeReading(value, read, plain) {
  const text = narrow(value);
  if (Array.isArray(read) && read.length && read.every(Number.isInteger)) {
    return matchWhole(plain, text) ? "" : `${read.join("、")}月`;
  }
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(read) && !/20[0-9]{2}/.test(text) ? read : "";
}

/**
 * How a value is written, by the example of its schema.
 * @param {Schema} schema
 */
function describeExample(schema) {
  if (schema.enum) return `填其中一项：${schema.enum.join("、")}`;
  if (schema["x-ref"]) return "填写名称";
  const [example] = schema.examples ?? [];
  if (typeof example === "boolean") return "填写，如 是 或 否";
  const text = Array.isArray(example) ? example.join("、") : example;
  return text === undefined || text === null || text === "" || typeof text === "object" ? "填写" : `填写，如 ${text}`;
}

/**
 * The days from … to …, of which a column of its own may say the last.
 * @param {Reader} reader
 * @param {Draft} draft
 * @param {Cell} cell
 */
function readPeriod(reader, draft, cell) {
  const { words, year } = reader.context;
  if (isNothing(cell.value, words)) return addFault(reader, draft, cell, "没有写培训的日期", SPAN_HINT);
  try {
    const [first, last] = readSpan(cell.value, year, words);
    draft.data.from = first;
    if (!/20[0-9]{2}/.test(narrow(cell.value))) reader.understood.set(cell.value.trim(), `${first} 至 ${last}`);
    const isOwn = draft.cells.some((each) => each.field.name === "to" && !isNothing(each.value, words));
    if (!isOwn) draft.data.to = last;
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    addFault(reader, draft, cell, error.message, error.hint);
  }
}

/**
 * A course by its title; its id in a column of its own must be the same one's.
 * @param {Reader} reader
 * @param {Draft} draft
 * @param {Cell} cell
 */
function readCourseTitle(reader, draft, cell) {
  const { words, year } = reader.context;
  if (isNothing(cell.value, words)) return;
  const stated = draft.data.course;
  try {
    const id = findName(cell.value.trim(), "course", reader.context);
    if (!stated) draft.data.course = id;
    else if (stated !== id) {
      const message = `课程编号 ${stated} 与课程名称（计划里的 ${id}）不是同一门`;
      addFault(reader, draft, cell, message, "核对编号和名称");
    }
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    const message = error.message.replace(/登记册里/g, `${year ?? ""}年度的计划里`);
    if (!stated) addFault(reader, draft, cell, message, "课程名称照计划里的写");
  }
}

/**
 * Whether a table has the hours of all classes together.
 * @param {Reader} reader
 * @param {Table} table
 */
function hasTotalHours({ context: { words } }, table) {
  return table.columns.some((each) => words.totalHours.includes(foldHeading(each.heading, words)));
}

/**
 * @param {Reader} reader
 * @param {Draft} draft
 */
function refuseTotal(reader, draft) {
  const { class_count: classes, hours } = draft.data;
  if (!(classes > 1) || !hours) return;
  const cell = draft.cells.find((each) => each.field.name === "hours");
  addFault(reader, draft, cell, `写的是各期合计的课时，办 ${classes} 期，看不出一期多少`, "填一期的课时");
}

/**
 * The months that a line above the row, or ticked columns, say. Where another row is the same course in other months
 * these come to that one: then true.
 * @param {Reader} reader
 * @param {Table} table
 * @param {Draft} draft
 * @param {Draft[]} drafts
 */
function addMonths(reader, table, draft, drafts) {
  const { words, year } = reader.context;
  const { data } = draft;
  const has = (/** @type {string} */ name) => table.columns.some(({ field }) => field && `/${field.name}`.endsWith(name));
  if (!["/courses", "/add", "/activities"].includes(reader.list) || data.months || has("/months")) return false;
  const isTicked = (/** @type {string} */ value) => !isNothing(value, words) && ![...words.no, "0"].includes(narrow(value));
  const ticked = table.columns.filter((each) => each.field?.name === MONTH && isTicked(getValue(reader, table, draft.row, each.column)));
  const section = draft.section.includes("月") ? tryRead(() => readMonths(draft.section, year, words)) : [];
  const months = has(MONTH) ? ticked.map((each) => Number(narrow(each.heading).match(words.is.HEAD_MONTH)?.[0])) : section ?? [];
  if (!months.length) return false;
  data.months = months;
  const bare = (/** @type {Draft} */ each) => JSON.stringify(Object.entries({ ...each.data, months: 0 }).sort());
  const same = drafts.find((each) => bare(each) === bare(draft));
  if (same) same.data.months = [...new Set([...same.data.months, ...months])].sort((one, other) => one - other);
  return same !== undefined;
}

/**
 * The subject that a line above the row says: 一、公需科目.
 * @param {Reader} reader
 * @param {Draft} draft
 */
function addSubject(reader, draft) {
  const subject = findSubject(draft.section, reader.context.words);
  const isOpen = !("subject" in draft.data) && !draft.missing.has("subject");
  if (!subject || !isOpen || !Object.keys(draft.data).length || !["/courses", "/add"].includes(reader.list)) return;
  draft.data.subject = subject;
  reader.remarks.add(`科目照小标题“${draft.section}”填写`);
}

/**
 * Sets a value, making the groups around it.
 * @param {Record<string, any>} data
 * @param {string} name
 * @param {any} value
 */
function put(data, name, value) {
  const parts = splitPointer(`/${name}`);
  const around = parts.slice(0, -1).reduce((/** @type {any} */ here, part) => (here[part] ??= {}), data);
  around[parts[parts.length - 1]] = value;
}
