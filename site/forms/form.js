// The way through a form: choose the institution, fill in, check, hand over.

import { readAddition, writeAddition } from "./additions.js";
import { findKnown, showChooser } from "./chooser.js";
import { loadData } from "./data.js";
import { makeEditor, makeValueEditor } from "./editor.js";
import { offerFile } from "./files.js";
import { findPath, joinPath, listNames } from "./hand_over.js";
import { showHandOver } from "./hand_over_step.js";
import { readInstitution } from "./institution.js";
import { make, makeButton } from "./library.js";
import { offerTable } from "./paste_panel.js";
import { writeRecord } from "./write.js";

/** @typedef {import("./additions.js").Addition} Addition */
/** @typedef {import("./editor.js").Editor} Editor */
/** @typedef {import("./judge.js").Fault} Fault */
/**
 * The file that a form gives: a new one, one that is there with all that is to be in it (`change`), or lines for one.
 * @typedef {{ path: string, text: string, way: string, name?: string }} FormFile
 */
/**
 * What a form holds while it is filled in.
 * @typedef {object} State
 * @property {Record<string, any>} about the kind
 * @property {Record<string, any>} tables
 * @property {Record<string, any>} [institution] the one that is chosen, with what is known of it
 * @property {Addition} [addition] what is added to a record, where it is not a record that is made
 * @property {string} [edited] the path of the record that is written anew, from the register's root
 * @property {Editor} editor
 * @property {Record<string, any>} [begun] what the editor held when it was made
 * @property {boolean} isChecked whether faults are told while one goes on
 */

/**
 * Shows the form of a kind, step by step.
 * @param {HTMLElement} holder
 * @param {Record<string, any>} about
 * @param {Record<string, any>} tables
 */
export async function showForm(holder, about, tables) {
  const state = /** @type {State} */ ({ about, tables, isChecked: false });
  const isOfInstitution = "ofInstitution" in document.body.dataset;
  const titles = [...(isOfInstitution ? ["选机构"] : []), "填写", "检查", "交出去"];
  const steps = titles.map((title, i) => makeStep(title, i + 1));
  const [filling, checking, handing] = steps.slice(-3);
  holder.replaceChildren(makeWay(titles), ...steps.map((each) => each.section));
  const paper = make("div", "editor");
  const again = offerFile((data) => state.editor.setValue(data));
  filling.body.append(make("p", "help", "标“必填”的都要填；标“选填”的，没有就不填。"), again, paper);

  const check = addCheck(checking.body);
  const refresh = () => {
    if (!state.isChecked) return;
    const faults = state.editor.judge();
    state.editor.showFaults(faults);
    tell(check.verdict, state.editor, faults);
    showHandOver(handing.body, state, faults.length ? undefined : write(state));
  };
  check.button.addEventListener("click", () => {
    state.isChecked = true;
    refresh();
  });
  const begin = (/** @type {any} */ values) => fill(state, paper, values, refresh);
  showHandOver(handing.body, state, undefined);
  await begin(isOfInstitution ? {} : await readShared(state));
  if (isOfInstitution) await showChooser(steps[0].body, state, begin, loadData);
  again.hidden = Boolean(state.addition || state.edited);
  warnBeforeLoss(state);
  document.body.dataset.ready = "";
}

/**
 * What is known of a record that lies in no dossier: of a table its rows, of another what an address asks for.
 * @param {State} state
 */
async function readShared(state) {
  const { about, tables } = state;
  const query = new URLSearchParams(location.search);
  if (tables.staff && query.has("path")) {
    const shared = await loadData("shared").catch(() => ({}));
    state.institution = { ...readInstitution(shared), folder: "" };
    return findKnown(state, query);
  }
  if (tables.files?.[about.name]) state.edited = `records/${about.path}`;
  return tables.files?.[about.name] ?? {};
}

/**
 * Makes the editor anew, for what is known now; what was filled in stays.
 * @param {State} state
 * @param {HTMLElement} paper
 * @param {any} values
 * @param {() => void} refresh
 */
async function fill(state, paper, values, refresh) {
  const { about, tables, institution, addition } = state;
  const kept = addition ? {} : listTyped(state);
  state.editor?.destroy();
  paper.replaceChildren();
  const context = { tables, institution };
  if (addition) {
    const { name, schema } = readAddition(about.schema, addition);
    paper.append(make("p", "adding", make("strong", "", addition.title), "，添到 ", make("code", "", addition.path)));
    state.editor = await makeValueEditor(paper, about.schema, name, schema, context, { onChange: refresh });
    state.editor.setValue({ [name]: values });
  } else {
    const calls = { onChange: refresh, onList: (/** @type {any} */ rows) => offerTable(rows, state) };
    state.editor = await makeEditor(paper, about, context, calls);
    state.editor.setValue({ ...values, ...kept });
  }
  state.begun = state.editor.getValue();
  refresh();
}

/**
 * What somebody has filled in since the editor was made.
 * @param {State} state
 */
function listTyped({ editor, begun = {} }) {
  const values = Object.entries(editor?.getValue() ?? {});
  return Object.fromEntries(values.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(begun[name])));
}

/**
 * The file that comes of what is filled in; a path that is not known yet is empty.
 * @param {State} state
 * @returns {FormFile}
 */
function write({ about, institution, addition, edited, editor }) {
  const data = editor.getValue();
  if (addition && institution) {
    return writeAddition(about.schema, addition, data[readAddition(about.schema, addition).name], institution);
  }
  const text = writeRecord(about.schema, data);
  if (edited) return { path: edited, text, way: "change" };
  const taken = Object.keys(institution?.records ?? {}).map((each) => joinPath(institution, each));
  const names = listNames(data, institution?.id && { id: institution.id, area: institution.area });
  return { path: findPath(about.path, names, taken), text, way: "new" };
}

/** @param {HTMLElement} body */
function addCheck(body) {
  const verdict = make("div", "verdict");
  verdict.setAttribute("aria-live", "polite");
  const button = makeButton("检查填写的内容", "button button--main");
  const help = "检查在这台设备上进行，看每一项的格式；是否合乎办法，提交以后由登记册核对。";
  body.append(make("p", "help", help), button, verdict);
  return { button, verdict };
}

/**
 * @param {string} title
 * @param {number} number
 */
function makeStep(title, number) {
  const body = make("div", "step__body");
  const heading = make("h2", "step__title", make("span", "step__number", `${number}`), title);
  const section = make("section", "step", heading, body);
  section.id = `step-${number}`;
  return { section, body };
}

/**
 * The way through the form, at its head.
 * @param {string[]} titles
 */
function makeWay(titles) {
  const links = titles.map((title, i) => {
    const link = make("a", "", make("span", "step__number", `${i + 1}`), title);
    link.href = `#step-${i + 1}`;
    return make("li", "", link);
  });
  const way = make("nav", "way", make("ol", "", ...links));
  way.setAttribute("aria-label", "步骤");
  return way;
}

/**
 * Tells what the check has found, each with the way to its field.
 * @param {HTMLElement} verdict
 * @param {Editor} editor
 * @param {Fault[]} faults
 */
function tell(verdict, editor, faults) {
  if (!faults.length) {
    verdict.replaceChildren(make("p", "verdict__good", "格式没有问题，可以交出去了。"));
    return;
  }
  const items = faults.map((fault) => {
    const go = makeButton(`${fault.place}${fault.message}`, "verdict__fault");
    go.addEventListener("click", () => editor.goTo(fault));
    return make("li", "", go);
  });
  const count = `还有 ${faults.length} 处要填写或改正，点一处就到那里：`;
  verdict.replaceChildren(make("p", "verdict__bad", count), make("ul", "", ...items));
}

/**
 * What was filled in lies in the page alone: to close it loses that.
 * @param {State} state
 */
function warnBeforeLoss(state) {
  addEventListener("beforeunload", (event) => {
    const isHandedOver = "handedOver" in document.body.dataset;
    if (!isHandedOver && Object.keys(listTyped(state)).length) event.preventDefault();
  });
}
