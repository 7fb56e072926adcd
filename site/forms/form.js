// The way through a form: choose the institution, fill in, check, hand over.

import { listAdditions, readAddition, writeAddition } from "./additions.js";
import { describeRow, findKnown, readYear, showChooser } from "./chooser.js";
import { loadData } from "./data.js";
import { waitForClick } from "./device.js";
import { keepDraft, readDraft } from "./draft.js";
import { makeEditor, makeValueEditor } from "./editor.js";
import { offerFile } from "./files.js";
import { comparePaths, findPath, joinPath, listNames, nameSaved, saveText } from "./hand_over.js";
import { markDone, showHandOver } from "./hand_over_step.js";
import { readInstitution } from "./institution.js";
import { make, makeButton } from "./library.js";
import { resolve } from "./schema.js";
import { offerTable } from "./paste_panel.js";
import { writeRecord } from "./write.js";

/** @typedef {import("./additions.js").Addition} Addition */
/** @typedef {import("./editor.js").Editor} Editor */
/** @typedef {import("./judge.js").Fault} Fault */
/**
 * The file that a form gives: a new one, one that is there with all that is to be in it (`change`), or lines for one.
 * `name` is the list that lines belong to, or the path of a file that cannot be put there.
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
 * @property {any} [values] what was known when the editor was made; none while it is being made
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
  const state = /** @type {State} */ ({ about: tables.staff ? about : leaveIdOpen(about), tables, isChecked: false });
  const isOfInstitution = "ofInstitution" in document.body.dataset;
  const titles = [...(isOfInstitution ? ["选机构"] : []), "填写", "检查", "交出去"];
  const steps = titles.map((title, i) => makeStep(title, i + 1));
  const [filling, checking, handing] = steps.slice(-3);
  holder.replaceChildren(makeWay(titles), ...steps.map((each) => each.section));
  const paper = make("div", "editor");
  const again = offerFile(state.about, tables.kinds, (data) => {
    state.editor.setValue(data);
    return state.editor.getValue();
  });
  filling.body.append(make("p", "help", "标“必填”的都要填；标“选填”的，没有就不填。"), again, paper);

  const check = addCheck(checking.body, state);
  const refresh = () => judge(state, check.verdict, handing.body);
  check.button.addEventListener("click", () => {
    state.isChecked = true;
    refresh();
  });
  const change = waitForClick(() => {
    delete document.body.dataset.handedOver; // what comes after is to be handed over again
    refresh();
    setTimeout(() => followYear(state, begin)); // when the focus is where it goes
  });
  const draft = readDraft();
  const begin = (/** @type {any} */ values) => fill(state, paper, values, change);
  showHandOver(handing.body, state, undefined);
  await begin(isOfInstitution ? {} : await readShared(state));
  if (isOfInstitution) await showChooser(steps[0].body, state, begin, loadData, draft?.institution);
  if (draft) takeUp(state, filling.body, draft);
  again.hidden = check.later.hidden = Boolean(state.addition || state.edited);
  openForPrint(paper);
  warnBeforeLoss(state);
  keepDraft(() => (isUnfinished(state) ? { institution: state.institution?.id, value: state.editor.getValue() } : undefined));
  document.body.dataset.ready = "";
}

/**
 * A kind of record as the public fills it in: the id of an institution that applies for the first time is given by who
 * takes the application in.
 * @param {Record<string, any>} about
 */
function leaveIdOpen(about) {
  const { schema } = about;
  const filing = about.name === "application" ? resolve(schema, schema.properties.filing) : undefined;
  if (!filing) return about;
  const id = { ...resolve(schema, filing.properties.id), description: "由受理的机关给；还没有的不填。" };
  const required = filing.required.filter((/** @type {string} */ each) => each !== "id");
  const open = { ...filing, properties: { ...filing.properties, id }, required };
  return { ...about, schema: { ...schema, properties: { ...schema.properties, filing: open } } };
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
  return { ...tables.files?.[about.name], ...readYear(query) };
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
  state.values = undefined;
  const typed = addition ? {} : listTyped(state);
  state.editor?.destroy();
  paper.replaceChildren();
  const titles = Object.entries(institution?.courses?.[values?.year] ?? {});
  const courses = titles.map(([value, title]) => ({ value, title: `${title}（${value}）` }));
  const passed = addition && institution?.passed?.[institution.records[addition.path]?.id];
  const planned = (/** @type {string} */ id) => findPlanned(state, values?.year, id);
  const context = { tables, institution, courses, planned, passed };
  if (addition) {
    const { name, schema } = readAddition(about.schema, addition);
    const row = describeRow(state, addition);
    paper.append(make("p", "adding", make("strong", "", addition.title), `${row}，添到 `, make("code", "", addition.path)));
    state.editor = await makeValueEditor(paper, about.schema, name, schema, context, { onChange: refresh });
    // Of a single value nothing is known: what comes as a group is empty.
    state.editor.setValue(Object.keys(values ?? {}).length ? { [name]: values } : {});
  } else {
    const calls = { onChange: refresh, onList: (/** @type {any} */ rows) => offerTable(rows, state) };
    state.editor = await makeEditor(paper, about, context, calls);
    state.editor.setValue(values);
  }
  state.begun = state.editor.getValue();
  state.values = values ?? {};
  if (Object.keys(typed).length) state.editor.setValue({ ...state.begun, ...followPresent(typed, institution?.present) });
  refresh();
}

/**
 * Makes the editor anew where another year is written, of which other courses are planned.
 * @param {State} state
 * @param {(values: any) => Promise<void>} begin
 */
async function followYear({ editor, values, institution }, begin) {
  if (!values) return; // it is being made
  const { year } = editor.getValue();
  if (year === values.year || !institution?.courses?.[year]) return;
  const focused = document.activeElement?.id;
  await begin({ ...values, year });
  if (focused) document.getElementById(focused)?.focus();
}

/**
 * A course as it is planned for a year, with what has changed it; nothing where no text of a plan is known.
 * @param {State} state
 * @param {number} year
 * @param {string} id
 */
function findPlanned({ about, institution }, year, id) {
  const records = institution?.records ?? {};
  const later = Object.keys(records).filter((path) => path.startsWith(`plans/${year}-amendment-`)).sort(comparePaths).reverse();
  // To what both sides have passed no step comes any more.
  const open = listAdditions(institution, about).filter((each) => each.values.action).map((each) => each.path);
  const passed = later.filter((path) => !open.includes(path)).map((path) => records[path]);
  const rows = [...passed, records[`plans/${year}.yml`]].flatMap((each) => [each?.replace, each?.add, each?.courses]);
  return rows.flatMap((each) => each ?? []).find((each) => each.id === id);
}

/**
 * What was filled in, as it is of another institution: what a change finds there is that one's.
 * @param {Record<string, any>} values
 * @param {Record<string, any> | undefined} present
 */
function followPresent(values, present) {
  if (!present) return values;
  const follow = (/** @type {any} */ row) =>
    Object(row) === row && "before" in row && "field" in row ? { ...row, before: present[row.field] ?? null } : row;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.map(follow) : value]));
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
  const path = findPath(about.path, names, taken);
  // Where a file lies follows from the institution: until one is known, only what it is called is.
  return { path, text, way: "new", name: path ? undefined : findPath(about.path, { id: "", area: "", ...names }, []) };
}

/**
 * Tells what is wrong, once that was asked for, and gives the file where nothing is.
 * @param {State} state
 * @param {HTMLElement} verdict
 * @param {HTMLElement} body of the last step
 */
function judge(state, verdict, body) {
  if (!state.isChecked) return;
  const faults = state.editor.judge();
  state.editor.showFaults(faults);
  tell(verdict, state.editor, faults);
  showHandOver(body, state, faults.length ? undefined : write(state));
}

/** @param {HTMLElement} paper */
function openForPrint(paper) {
  addEventListener("beforeprint", () => {
    for (const row of /** @type {NodeListOf<HTMLDetailsElement>} */ (paper.querySelectorAll(".row"))) row.open = true;
  });
}

/**
 * @param {HTMLElement} body
 * @param {State} state
 */
function addCheck(body, state) {
  const verdict = make("div", "verdict");
  verdict.setAttribute("aria-live", "polite");
  const button = makeButton("检查填写的内容", "button button--main");
  const help = "检查在这台设备上进行，看每一项的格式；是否合乎办法，提交以后由登记册核对。";
  const later = makeButton("没填完，先下载一份", "button");
  later.addEventListener("click", () => {
    saveText(`没填完-${nameSaved(state, "")}`, writeRecord(state.about.schema, state.editor.getValue()));
    markDone();
  });
  body.append(make("p", "help", help), make("div", "buttons", button, later), verdict);
  return { button, later, verdict };
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
    if (isUnfinished(state)) event.preventDefault();
  });
}

/**
 * Whether something is filled in that is not handed over.
 * @param {State} state
 */
function isUnfinished(state) {
  return !("handedOver" in document.body.dataset) && Object.keys(listTyped(state)).length > 0;
}

/**
 * Puts back what was filled in before the page was left, and says so.
 * @param {State} state
 * @param {HTMLElement} body
 * @param {import("./draft.js").Draft} draft
 */
function takeUp(state, body, draft) {
  state.editor.setValue(draft.value);
  const clear = makeButton("清除，重新填", "button");
  clear.addEventListener("click", () => {
    markDone();
    location.reload();
  });
  body.prepend(make("div", "note again", make("p", "", "离开这一页以前填的内容还在，已经放回。"), clear));
}
