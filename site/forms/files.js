// Going on with a file that was saved before.

import { makeFault, showFaultAt } from "./fields.js";
import { describePlace } from "./judge.js";
import { make, makeButton } from "./library.js";
import { readRecord, UnreadableText } from "./text.js";

/** @typedef {Record<string, [string, string[], string]>} Kinds of each kind its title, properties and path, by name */
/** @typedef {(string | number)[]} Parts */

const MOST = 3; // forms that are named where a file may be of several

/**
 * A button with which a saved record is opened; one of another kind is not, and the form that it belongs to is told.
 * @param {Record<string, any>} about the kind
 * @param {Kinds} kinds
 * @param {(data: Record<string, any>) => any} take gives what of it stands in the form then
 */
export function offerFile(about, kinds, take) {
  const input = make("input");
  input.type = "file";
  input.accept = ".yml,.yaml,text/yaml";
  input.hidden = true;
  const button = makeButton("接着填以前下载的文件", "button button--quiet");
  const fault = makeFault("file-fault");
  fault.setAttribute("role", "alert");
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    const data = read(await file.text());
    input.value = "";
    const others = data ? findOthers(about.name, kinds, file.name, data) : [];
    if (!data) showFaultAt(fault, ["这个文件读不出来：不是登记册的记录文件（.yml）。"]);
    else if (others.length) tellOther(fault, about, kinds, others);
    else tellLost(fault, about, listLost(data, take(data)));
  });
  return make("div", "again", button, input, fault);
}

/** @param {string} text */
function read(text) {
  try {
    return readRecord(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (error instanceof UnreadableText) return undefined;
    throw error;
  }
}

/**
 * The other kinds of which a file may be, by its name and by what is in it; none where it is of the form's own, or of
 * none at all.
 * @param {string} own
 * @param {Kinds} kinds
 * @param {string} name
 * @param {Record<string, any>} data
 */
function findOthers(own, kinds, name, data) {
  const fits = (/** @type {string} */ kind) => Object.keys(data).every((each) => kinds[kind][1].includes(each));
  const isNamed = (/** @type {string} */ kind) => new RegExp(`(^|-)${kind}(-\\d+)?( ?\\(\\d+\\))?\\.ya?ml$`).test(name);
  const fitting = Object.keys(kinds).filter(fits);
  const named = fitting.filter(isNamed);
  if (named.length) return named.includes(own) ? [] : named;
  return fitting.includes(own) ? [] : fitting.slice(0, MOST);
}

/**
 * @param {HTMLElement} fault
 * @param {Record<string, any>} about
 * @param {Kinds} kinds
 * @param {string[]} others
 */
function tellOther(fault, about, kinds, others) {
  const links = others.flatMap((kind, i) => {
    const link = make("a", "", kinds[kind][0]);
    link.href = `../${kind}/index.html`;
    return i ? ["、", link] : [link];
  });
  fault.hidden = false;
  fault.replaceChildren(`没有打开：这个文件不是“${about.title}”，看它的内容应当用这张表格：`, ...links, "。");
}

/**
 * @param {HTMLElement} fault
 * @param {Record<string, any>} about
 * @param {Parts[]} lost
 */
function tellLost(fault, about, lost) {
  const places = lost.map((parts) => describePlace(about.schema, parts)).join("、");
  showFaultAt(fault, lost.length ? [`文件中的 ${lost.length} 项这张表格没有，没有放进来：${places}。请核对项目的名称。`] : []);
}

/**
 * Where in what was read there is something that what is shown lacks.
 * @param {any} data
 * @param {any} shown
 * @param {Parts} parts
 * @returns {Parts[]}
 */
function listLost(data, shown, parts = []) {
  if (!hasContent(data)) return [];
  if (shown === undefined) return [parts];
  if (Object(data) !== data) return [];
  const below = Object.entries(data).map(([name, value]) => ({ part: Array.isArray(data) ? Number(name) : name, value }));
  return below.flatMap(({ part, value }) => listLost(value, shown?.[part], [...parts, part]));
}

/**
 * @param {any} value
 * @returns {boolean}
 */
function hasContent(value) {
  if (Object(value) === value) return Object.values(value).some(hasContent);
  return value !== null && value !== "" && value !== undefined;
}
