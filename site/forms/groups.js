// The editors of groups and of lists of groups: what few records have is folded, a row is folded by its heading.

import { makeFault, makeMark, showFaultAt } from "./fields.js";
import { ArrayEditor, make, makeButton, ObjectEditor } from "./library.js";

const FEW = 3; // rows that stand open when they come together
const SHORT = 3; // fields of rows of which more do
const HEADING = ["title", "name", "id", "course", "head", "action", "kind", "field"];

/** A group of fields, in the order of its schema; an optional one with nothing in it has no value. */
export class Group extends ObjectEditor {
  build() {
    this.isRow = this.container.tagName === "DETAILS";
    this.isFolded = !this.isRow && this.parent && !this.isRequired();
    this.header = make("span", "", this.getTitle());
    this.fault = makeFault(`${this.formname}-fault`);
    this.title_controls = make("div", "row__controls");
    const isOfNumbers = Object.values(this.editors).every((editor) => editor.schema.input === "number");
    this.editor_holder = this.row_container = make("div", isOfNumbers ? "group__fields numbers" : "group__fields");
    this.container.classList.add("group");
    const parts = [...this.makeHead(), this.fault, this.editor_holder];
    this.container.append(...(this.isFolded ? [make("details", "fold", ...parts)] : parts));
    const names = Object.values(this.editors).filter((editor) => editor.schema.rare).map((editor) => editor.getTitle());
    const rareTitle = make("span", "", "少用的项目", make("small", "", `：${names.join("、")}`));
    const rare = make("details", "rare", make("summary", "", rareTitle), make("div", "group__fields"));
    for (const editor of Object.values(this.editors)) {
      const holder = make("div");
      (editor.schema.rare ? rare.lastElementChild : this.editor_holder).append(holder);
      buildInto(editor, holder);
    }
    if (names.length) this.editor_holder.append(rare);
    if (this.isRow) this.editor_holder.append(this.title_controls);
    this.isBuilt = true;
  }

  /** What stands above the fields; the record itself has its heading on the page. */
  makeHead() {
    if (this.isRow) return [make("summary", "row__head", this.header)];
    if (!this.parent) return [];
    const help = this.schema.description ? [make("p", "help", this.schema.description)] : [];
    const title = make("h3", "group__title", this.header, makeMark(this));
    return [this.isFolded ? make("summary", "", title) : title, ...help];
  }

  /** The fields stand where they were put. */
  layoutEditors() {}

  refreshValue() {}

  showValidationErrors() {}

  getDefault() {
    return undefined;
  }

  /** @param {any} value */
  setValue(value) {
    const values = typeof value === "object" && value !== null ? value : {};
    for (const [name, editor] of Object.entries(this.editors)) editor.setValue(values[name]);
    this.nameRow();
    openFilled(this.container);
  }

  getValue() {
    const entries = Object.entries(this.editors).map(([name, editor]) => [name, editor.getValue()]);
    const values = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    // A list that the group must have is empty as long as nobody fills the group in.
    const isFilled = this.isRequired() ? Object.keys(values).length : !Object.values(values).every(isBlankList);
    return this.isRow || !this.parent || isFilled ? values : undefined;
  }

  /**
   * @param {any} editor
   * @param {any} data
   */
  onChildEditorChange(editor, data) {
    this.nameRow();
    this.onChange(true, false, data);
  }

  /** Says in the heading of a row which it is. */
  nameRow() {
    if (!this.isRow || !this.isBuilt) return;
    const isShort = (/** @type {any} */ value) => typeof value === "string" || typeof value === "number";
    const name = [...HEADING, ...Object.keys(this.editors)].find((each) => isShort(this.editors[each]?.getValue()));
    const editor = name ? this.editors[name] : undefined;
    const value = editor?.getValue();
    const choices = name === "course" ? this.jsoneditor.options.courses : editor?.schema.choices;
    const title = choices?.find((/** @type {any} */ each) => each.value === value)?.title ?? value;
    const number = `${this.schema.title || this.parent.getTitle()} ${Number(this.key) + 1}`;
    this.header.textContent = typeof title === "string" || typeof title === "number" ? `${number}：${title}` : number;
  }

  /** @param {string[]} messages */
  showFault(messages) {
    showFaultAt(this.fault, messages);
  }

  focus() {
    const first = /** @type {HTMLElement | null} */ (this.container.querySelector("input, select, textarea"));
    first?.focus();
  }
}

/**
 * Builds an editor in an element.
 * @param {any} editor
 * @param {HTMLElement} holder
 */
function buildInto(editor, holder) {
  editor.optInCheckbox = {};
  editor.setContainer(holder);
  editor.build();
  editor.postBuild();
}

/**
 * Opens what is folded as rare or as optional where something in it is filled in.
 * @param {HTMLElement} holder
 */
function openFilled(holder) {
  for (const rare of holder.querySelectorAll("details.rare, details.fold")) {
    const fields = /** @type {NodeListOf<HTMLInputElement>} */ (rare.querySelectorAll("input, textarea, select"));
    const isFilled = [...fields].some((each) => (each.type === "checkbox" ? each.checked : each.value && !each.matches(".control--type")));
    if (isFilled) /** @type {HTMLDetailsElement} */ (rare).open = true;
  }
}

/** What was changed of an institution: before and after are written as its own values are. */
export class ChangeRow extends Group {
  build() {
    super.build();
    for (const side of ["before", "after"]) this.editors[side].container.hidden = true;
  }

  /** @param {any} value */
  setValue(value) {
    this.editors.field.setValue(value?.field);
    this.follow();
    super.setValue(value);
  }

  getValue() {
    const { field, before, after } = super.getValue();
    // What is left empty was not there before, or is not after.
    return field === undefined ? {} : { field, before: before ?? null, after: after ?? null };
  }

  /**
   * @param {any} editor
   * @param {any} data
   */
  onChildEditorChange(editor, data) {
    if (editor === this.editors.field) this.follow();
    super.onChildEditorChange(editor, data);
  }

  /** Makes the editors of both sides anew where another field is chosen. */
  follow() {
    const name = this.editors.field.getValue();
    if (name === this.followed) return;
    this.followed = name;
    const present = this.jsoneditor.options.present ?? {};
    for (const side of ["before", "after"]) {
      const old = this.editors[side];
      const { title } = this.schema.properties[side];
      const shaped = name ? this.schema.fields[name] : this.schema.properties[side];
      // What was not there, or is no more, is left empty.
      const schema = { ...shaped, title: `${title}的${shaped.title}`, mark: "没有的留空" };
      const Editor = this.jsoneditor.getEditorClass(schema);
      const editor = this.jsoneditor.createEditor(Editor, { jsoneditor: this.jsoneditor, schema, path: old.path, parent: this });
      const holder = make("div");
      holder.hidden = !name; // there is nothing to be written before one says of what
      old.container.replaceWith(holder);
      old.destroy();
      this.editors[side] = this.cached_editors[side] = editor;
      editor.preBuild();
      buildInto(editor, holder);
      if (name && present[name] !== undefined && (side === "before" || typeof present[name] === "object")) {
        editor.setValue(present[name]);
      }
    }
  }
}

/** A course as it is to be instead: it begins as it is planned. */
export class PlannedRow extends Group {
  /**
   * @param {any} editor
   * @param {any} data
   */
  onChildEditorChange(editor, data) {
    if (this.isBuilt && editor === this.editors.id && editor.getValue() !== this.followed) this.follow(editor.getValue());
    super.onChildEditorChange(editor, data);
  }

  /**
   * Fills in what is planned of a course, where nothing else was written.
   * @param {string} id
   */
  follow(id) {
    this.followed = id;
    const written = { ...this.getValue(), id: undefined };
    const planned = this.jsoneditor.options.planned?.(id);
    if (!planned || !(isBlank(written) || JSON.stringify(written) === this.filled)) return;
    this.setValue(planned);
    this.filled = JSON.stringify({ ...this.getValue(), id: undefined });
  }
}

/** A list of groups, each a fold of its own. */
export class Rows extends ArrayEditor {
  build() {
    this.header = make("span", "", this.getTitle());
    this.fault = makeFault(`${this.formname}-fault`);
    this.row_holder = make("div", "rows");
    this.controls = make("div", "rows__controls");
    const help = this.schema.description ? [make("p", "help", this.schema.description)] : [];
    this.container.classList.add("list");
    this.container.append(make("h3", "group__title", this.header, makeMark(this)), ...help, this.fault, this.row_holder, this.controls);
    this.add_row_button = makeButton(`添一项${this.schema.items.title || this.getTitle()}`, "button button--add");
    this.add_row_button.addEventListener("click", () => this.add());
    this.controls.append(this.add_row_button);
    this.jsoneditor.trigger("list", this);
  }

  /** @param {any[]} value */
  ensureArraySize(value) {
    const rows = Array.isArray(value) ? [...value] : [];
    while (this.isRequired() && rows.length < (this.schema.minItems ?? 0)) rows.push(undefined);
    return rows;
  }

  /** @param {number} i */
  getElementEditor(i) {
    const holder = make("details", "row");
    holder.open = true;
    this.row_holder.append(holder);
    const { items } = this.schema;
    const Editor = this.jsoneditor.getEditorClass(items);
    const options = { jsoneditor: this.jsoneditor, schema: items, container: holder, path: `${this.path}.${i}`, parent: this };
    const row = this.jsoneditor.createEditor(Editor, { ...options, required: true });
    row.preBuild();
    buildInto(row, holder);
    row.nameRow();
    return row;
  }

  /**
   * @param {any} value
   * @param {boolean} initial
   */
  addRow(value, initial) {
    const i = this.rows.length;
    const row = (this.rows[i] = this.row_cache[i] = this.getElementEditor(i));
    const copy = makeButton("照抄这一项", "button");
    copy.addEventListener("click", () => this.add({ ...this.rows[i].getValue(), id: undefined }));
    const remove = makeButton("删去这一项", "button");
    remove.addEventListener("click", () => this.remove(i));
    row.title_controls.append(copy, remove);
    if (value !== undefined) row.setValue(value, initial);
    return row;
  }

  /**
   * A row more, open to be filled in.
   * @param {any} [value]
   */
  add(value = {}) {
    this.setValue([...this.rows.map((/** @type {any} */ row) => row.getValue()), value]);
    const row = this.rows[this.rows.length - 1];
    suggestId(this.rows);
    row.container.open = true;
    row.container.scrollIntoView({ block: "nearest" });
    row.focus();
  }

  /** @param {number} i */
  remove(i) {
    if (!isBlank(this.rows[i].getValue()) && !confirm("删去这一项？其中填写的内容不保留。")) return;
    this.setValue(this.rows.filter((/** @type {any} */ _, /** @type {number} */ j) => j !== i).map((row) => row.getValue()));
    this.onChange(true);
    this.add_row_button.focus();
  }

  /**
   * @param {any} editor
   * @param {any} data
   */
  onChildEditorChange(editor, data) {
    this.onChange(true, false, data);
  }

  /** @param {any} value */
  setValue(value, initial = false) {
    this.serialized = undefined;
    super.setValue(value ?? [], initial);
    const isLong = this.rows.length > FEW && Object.keys(this.schema.items.properties).length > SHORT;
    if (isLong) for (const row of this.rows) row.container.open = false;
  }

  getValue() {
    const rows = this.rows.map((/** @type {any} */ row) => row.getValue());
    return rows.length || this.isRequired() ? rows : undefined;
  }

  refreshValue() {
    this.value = this.rows.map((/** @type {any} */ row) => row.getValue());
    this.serialized = JSON.stringify(this.value);
  }

  showValidationErrors() {}

  /** @param {string[]} messages */
  showFault(messages) {
    showFaultAt(this.fault, messages);
  }

  focus() {
    this.add_row_button.focus();
  }
}

/**
 * Whether nothing but its id is filled in of a row.
 * @param {Record<string, any>} row
 * @returns {boolean}
 */
export function isBlank(row) {
  return Object.entries(row).every(([name, value]) => name === "id" || value === null || isBlankList(value));
}

/**
 * Whether a value is a list with nothing in it, or with blank rows alone.
 * @param {any} value
 */
function isBlankList(value) {
  return Array.isArray(value) && value.every((item) => Object(item) === item && isBlank(item));
}

/**
 * Gives the last row the id that follows those of the rows before it and of what is planned: c03 after c02.
 * @param {any[]} rows
 */
function suggestId(rows) {
  const last = rows[rows.length - 1].editors.id;
  if (!last || last.schema.ref || last.schema.choices) return;
  const read = (/** @type {any} */ id) => /^([a-z]+)(\d+)$/.exec(id ?? "");
  const own = rows.map((row) => read(row.editors.id.getValue())).filter(Boolean);
  const [, prefix] = own[own.length - 1] ?? read(last.schema.example) ?? [];
  if (!prefix) return;
  const planned = (last.jsoneditor.options.courses ?? []).map((/** @type {any} */ each) => read(each.value));
  const like = [...own, ...planned].filter((each) => each?.[1] === prefix);
  const number = Math.max(0, ...like.map((each) => Number(each?.[2]))) + 1;
  last.setValue(`${prefix}${String(number).padStart(2, "0")}`);
}
