// The editors of single values: a label, what it means, the control, and what is wrong with it.

import { AbstractEditor, make } from "./library.js";
import { offer } from "./offers.js";
import { NOTHING } from "./plain_words.js";
import { halve } from "./words.js";

const NUMBER = /^-?\d+(\.\d+)?$/;

/** A value with its label; what is empty has no value. */
export class Field extends AbstractEditor {
  build() {
    const id = this.formname;
    const label = make("label", "field__label", this.getTitle());
    label.htmlFor = id;
    this.label = label;
    label.append(makeMark(this));
    this.fault = makeFault(`${id}-fault`);
    const help = this.schema.description ? [make("p", "help", this.schema.description)] : [];
    if (help.length) help[0].id = `${id}-help`;
    this.container.className = "field";
    this.container.append(label, ...help, this.fault, this.makeControl(id), ...this.makeNone());
    this.input.id = id;
    this.input.setAttribute("aria-describedby", `${help.length ? `${id}-help ` : ""}${id}-fault`);
    this.input.addEventListener("change", () => this.onChange(true));
  }

  /** A tick that says that there is none, where that is an answer of its own. */
  makeNone() {
    if (!this.schema.nullable || this.schema["x-editor"] === "choice") return [];
    this.none = make("input");
    this.none.type = "checkbox";
    this.none.addEventListener("change", () => {
      this.input.disabled = this.none.checked;
      this.onChange(true);
    });
    return [make("label", "check check--none", this.none, NOTHING)];
  }

  /** No value is taken for granted. */
  getDefault() {
    return undefined;
  }

  /** @param {string[]} messages */
  showFault(messages) {
    showFaultAt(this.fault, messages);
    this.container.classList.toggle("field--wrong", messages.length > 0);
    for (const each of this.container.querySelectorAll("input, select, textarea")) {
      if (messages.length) each.setAttribute("aria-invalid", "true");
      else each.removeAttribute("aria-invalid");
    }
  }

  /** The library's own way of telling faults is not used. */
  showValidationErrors() {}

  /** @param {any} value */
  setValue(value) {
    this.write(value);
    if (this.none) this.input.disabled = this.none.checked = value === null;
    this.onChange(true);
  }

  getValue() {
    return this.none?.checked ? null : this.read();
  }

  focus() {
    this.input.focus();
  }
}

/**
 * Whether a value must be filled in: in a group that need not be there, only where the group is.
 * @param {any} editor
 */
export function makeMark(editor) {
  if (editor.schema.mark) return make("small", "may", editor.schema.mark);
  const isOptionalAbove = editor.parent?.parent && !editor.parent.isRow && !editor.parent.isRequired();
  const isSometimes = editor.parent?.schema.sometimes?.includes(editor.key);
  if (!editor.isRequired()) return make("small", "may", isSometimes ? "有时必填" : "选填");
  return isOptionalAbove ? make("small", "may", "要填这一组时必填") : make("small", "must", "必填");
}

/**
 * The place where a field says what is wrong with it; hidden as long as nothing is.
 * @param {string} id
 */
export function makeFault(id) {
  const fault = make("p", "fault");
  fault.id = id;
  fault.hidden = true;
  return fault;
}

/**
 * Says what is wrong, or that nothing is.
 * @param {HTMLElement} fault
 * @param {string[]} messages
 */
export function showFaultAt(fault, messages) {
  fault.hidden = messages.length === 0;
  fault.textContent = messages.join("\n");
}

/** A text, a number or a day; what cannot be read stays as it was typed, and the check says so. */
export class TextField extends Field {
  makeControl() {
    const { long, input, example, offered, unit } = this.schema;
    this.input = make(long ? "textarea" : "input", "control");
    if (long) this.input.rows = 2;
    else this.input.type = input === "number" ? "text" : input;
    if (input === "number") this.input.inputMode = "decimal";
    this.input.autocomplete = "off";
    if (example !== undefined && input !== "date" && !long) this.input.placeholder = `例：${example}`;
    if (offered) offer(this.input, () => offered().map(nameChoice));
    // What is stored is shown: the value that was meant, digits and letters in half width.
    this.input.addEventListener("change", () => this.write(this.read()));
    const shown = unit && !/（.*）$/.test(this.schema.title) ? [make("span", "unit", unit)] : [];
    return shown.length ? make("div", "with-unit", this.input, ...shown) : this.input;
  }

  read() {
    const text = this.schema.long ? this.input.value.replace(/\r\n/g, "\n").trimEnd() : this.input.value.trim();
    if (text === "") return undefined;
    if (this.schema.input === "email") return text.normalize("NFKC");
    if (this.schema.scalar === "string") return findOffered(this.schema.offered?.() ?? [], text) ?? (this.schema.long ? text : tidyShort(text));
    const plain = dropUnit(text.normalize("NFKC").replace(/[,，\s]/g, ""), this.schema.unit);
    return NUMBER.test(plain) ? Number(plain) : text;
  }

  /** @param {any} value */
  write(value) {
    const text = value === undefined || value === null ? "" : String(value);
    if (this.schema.input === "date") this.input.type = "date";
    if (this.input.value !== text) this.input.value = text;
    if (this.input.value === text || this.schema.input !== "date") return;
    // A day that is none would be gone from a field of days.
    this.input.type = "text";
    this.input.value = text;
  }
}

/**
 * A text of one line with digits and letters in half width, the dashes between digits too, and single blanks.
 * @param {string} text
 */
function tidyShort(text) {
  return halve(text).replace(/(\d)－(?=\d)/g, "$1-").replace(/\s+/g, " ");
}

/**
 * A number without the unit that stands beside its field: people write it all the same, hours by either word, and that
 * of a year, which has none.
 * @param {string} text
 * @param {string} unit
 */
function dropUnit(text, unit) {
  const units = unit === "课时" ? [unit, "学时"] : [unit || "年", "年度"];
  const written = units.find((each) => text.endsWith(each));
  return written ? text.slice(0, -written.length) : text;
}

/** @param {import("./shape.js").Choice} choice */
function nameChoice({ value, title }) {
  return { value, label: `${title}（${value}）` };
}

/** @type {WeakMap<object, Map<string, any>>} */
const meanings = new WeakMap();

/**
 * What is meant by a text that names one of some choices.
 * @param {import("./shape.js").Choice[]} choices
 * @param {string} text
 */
function findOffered(choices, text) {
  let values = meanings.get(choices);
  if (!values) {
    const words = (/** @type {import("./shape.js").Choice} */ each) => [each.value, each.title, nameChoice(each).label];
    // Of two that are called the same the first is meant.
    values = new Map([...choices].reverse().flatMap((each) => words(each).map((word) => [word, each.value])));
    meanings.set(choices, values);
  }
  return values.get(text);
}

/** Several texts, a line each. */
export class LinesField extends Field {
  makeControl() {
    this.input = make("textarea", "control");
    this.input.rows = 3;
    this.input.placeholder = "一行一项";
    return this.input;
  }

  read() {
    const { scalar, offered } = this.schema;
    const lines = this.input.value.split("\n").map((/** @type {string} */ each) => each.trim());
    const texts = lines.filter(Boolean);
    if (!texts.length) return this.isRequired() ? [] : undefined;
    const choices = offered?.() ?? [];
    if (scalar === "string") return texts.map((/** @type {string} */ each) => findOffered(choices, each) ?? each);
    return texts.map((/** @type {string} */ each) => (NUMBER.test(each) ? Number(each) : each));
  }

  /** @param {any} value */
  write(value) {
    this.input.value = Array.isArray(value) ? value.join("\n") : (value ?? "");
  }
}

/** One of some values. */
export class ChoiceField extends Field {
  makeControl() {
    this.input = make("select", "control");
    const { choices } = this.schema;
    this.input.append(new Option(this.isRequired() ? "请选择" : "不填", ""));
    this.input.append(...choices.map((/** @type {any} */ each, /** @type {number} */ i) => new Option(each.title, `${i}`)));
    return this.input;
  }

  read() {
    if (this.input.value === "") return undefined;
    return this.input.value in this.schema.choices ? this.schema.choices[this.input.value].value : this.input.value;
  }

  /** @param {any} value */
  write(value) {
    const index = this.schema.choices.findIndex((/** @type {any} */ each) => each.value === value);
    // What is no choice stays, and the check says so.
    if (index < 0 && value !== undefined && value !== null) this.input.append(new Option(String(value), String(value)));
    this.input.value = index < 0 ? (value ?? "") : `${index}`;
  }
}

/** Any of some values, each ticked; where their order counts (`ordered`) they stand as they were ticked. */
export class ChecksField extends Field {
  /** @param {string} id */
  makeControl(id) {
    this.input = make("div", "checks");
    this.input.setAttribute("role", "group");
    this.label.id = `${id}-label`;
    this.label.removeAttribute("for");
    this.input.setAttribute("aria-labelledby", this.label.id);
    this.boxes = this.schema.choices.map(() => make("input"));
    /** @type {any[]} */
    this.ticked = [];
    this.schema.choices.forEach((/** @type {any} */ { value, title }, /** @type {number} */ i) => {
      this.boxes[i].type = "checkbox";
      this.boxes[i].addEventListener("change", () => this.tick(value, this.boxes[i].checked));
      this.input.append(make("label", "check", this.boxes[i], title));
    });
    return this.input;
  }

  /**
   * @param {any} value
   * @param {boolean} isTicked
   */
  tick(value, isTicked) {
    const others = this.ticked.filter((/** @type {any} */ each) => each !== value);
    this.ticked = isTicked ? [...others, value] : others;
  }

  read() {
    const { choices, ordered, oneOrList } = this.schema;
    const all = choices.map((/** @type {any} */ each) => each.value);
    const values = ordered ? this.ticked : all.filter((/** @type {any} */ each) => this.ticked.includes(each));
    if (!values.length) return this.isRequired() ? [] : undefined;
    return oneOrList && values.length === 1 ? values[0] : [...values];
  }

  /** @param {any} value */
  write(value) {
    const all = this.schema.choices.map((/** @type {any} */ each) => each.value);
    this.ticked = [value].flat().filter((each) => all.includes(each));
    this.boxes.forEach((/** @type {any} */ box, /** @type {number} */ i) => (box.checked = this.ticked.includes(all[i])));
  }

  focus() {
    this.boxes[0].focus();
  }
}

const TYPES = /** @type {Record<string, string>} */ ({
  string: "文字",
  integer: "数字",
  number: "数字",
  boolean: "是或否",
  array: "列表（一行一项）",
  object: "一组字段",
  null: NOTHING,
});

/** A value of one of several types, which is chosen beside it. */
export class FreeField extends Field {
  /** @param {string} id */
  makeControl(id) {
    const types = this.schema.types.filter((/** @type {string} */ each) => each !== "object");
    this.type = make("select", "control control--type", ...types.map((/** @type {string} */ each) => new Option(TYPES[each], each)));
    this.type.setAttribute("aria-label", `${this.getTitle()}是什么`);
    this.type.addEventListener("change", () => this.onChange(true));
    this.input = make("textarea", "control");
    this.input.id = id;
    this.input.rows = 1;
    return make("div", "free", this.type, this.input);
  }

  read() {
    const text = this.input.value.trim();
    if (this.type.value === "null") return null;
    if (text === "") return undefined;
    if (this.type.value === "array") return text.split("\n").map((/** @type {string} */ each) => each.trim()).filter(Boolean);
    if (this.type.value === "boolean") return text === "是" || text === "true" ? true : text === "否" || text === "false" ? false : text;
    return this.type.value !== "string" && NUMBER.test(text) ? Number(text) : text;
  }

  /** @param {any} value */
  write(value) {
    if (value === undefined) {
      this.input.value = "";
      return;
    }
    const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
    const own = this.schema.types.find((/** @type {string} */ each) => TYPES[each] === TYPES[type]);
    if (own) this.type.value = own;
    this.input.value = value === null ? "" : Array.isArray(value) ? value.join("\n") : value === true ? "是" : value === false ? "否" : value;
  }
}
