// The way through a form: choose the institution, fill in, check, hand over.

import { loadData } from "./data.js";
import { makeEditor } from "./editor.js";
import { showChooser } from "./chooser.js";
import { showHandOver } from "./handing.js";
import { make, makeButton } from "./library.js";
import { offerFile } from "./files.js";
import { offerTable } from "./pasting.js";
import { writeRecord } from "./write.js";

/** @typedef {import("./editor.js").Editor} Editor */
/** @typedef {import("./judge.js").Fault} Fault */

/**
 * What a form holds while it is filled in.
 * @typedef {object} State
 * @property {Record<string, any>} about the kind
 * @property {Record<string, any>} tables
 * @property {Record<string, any> | undefined} institution the one that is chosen, with what is known of it
 * @property {Editor} editor
 * @property {boolean} isChecked whether faults are told while one goes on
 */

/**
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

  const verdict = make("div", "verdict");
  verdict.setAttribute("aria-live", "polite");
  const check = makeButton("检查填写的内容", "button button--main");
  checking.body.append(make("p", "help", "检查在这台设备上进行，用的是登记册核对格式的规则；办法的各项规则在提交以后核对。"), check, verdict);
  const paper = make("div", "editor");
  filling.body.append(offerFile((data) => state.editor.setValue(data)), paper);

  const refresh = () => {
    if (!state.isChecked) return;
    const faults = state.editor.judge();
    state.editor.showFaults(faults);
    tell(verdict, state.editor, faults);
    showHandOver(handing.body, state, faults.length ? "" : writeRecord(about.schema, state.editor.getValue()));
  };
  check.addEventListener("click", () => {
    state.isChecked = true;
    refresh();
    const first = state.editor.judge()[0];
    if (!first) handing.section.scrollIntoView({ block: "start", behavior: "smooth" });
  });
  const begin = async (/** @type {Record<string, any>} */ values) => {
    const kept = state.editor?.getValue() ?? {};
    state.editor?.destroy();
    paper.replaceChildren();
    const context = { tables, institution: state.institution };
    state.editor = await makeEditor(paper, about, context, { onChange: refresh, onList: (rows) => offerTable(rows, state) });
    state.editor.setValue({ ...values, ...kept });
    refresh();
  };
  showHandOver(handing.body, state, "");
  await begin(tables.files?.[about.name] ?? {});
  if (isOfInstitution) await showChooser(steps[0].body, state, begin, loadData);
  warnBeforeLoss(state);
  document.body.dataset.ready = "";
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
  verdict.replaceChildren(make("p", "verdict__bad", `还有 ${faults.length} 处要填写或改正，点一处就到那里：`), make("ul", "", ...items));
}

/**
 * What was filled in lies in the page alone: to close it loses that.
 * @param {State} state
 */
function warnBeforeLoss(state) {
  const before = JSON.stringify(state.editor.getValue());
  addEventListener("beforeunload", (event) => {
    if (JSON.stringify(state.editor.getValue()) !== before && !("handedOver" in document.body.dataset)) event.preventDefault();
  });
}
