// The last step: the file, and the way to where it belongs.

import { copyText, findPath, linkNew, listNames, saveText } from "./hand_over.js";
import { make, makeButton } from "./library.js";

/** @typedef {import("./form.js").State} State */

/**
 * @param {HTMLElement} body
 * @param {State} state
 * @param {string} text the record's; empty as long as something is wrong
 */
export function showHandOver(body, state, text) {
  if (!text) {
    body.replaceChildren(make("p", "help", "检查没有问题以后，这里给出要交的文件。"));
    return;
  }
  const taken = Object.keys(state.institution?.records ?? {}).map((each) => `${state.institution?.folder}/${each}`);
  const names = listNames(state.editor.getValue(), state.institution && { id: state.institution.id, area: state.institution.area });
  const path = findPath(state.about.path, names, (each) => taken.includes(each));
  if (!path) {
    body.replaceChildren(make("p", "note", "还不知道文件放在哪里：请在第 1 步选机构。"));
    return;
  }
  body.replaceChildren(...describeFile(path), ...listWays(state, path, text), makePreview(text));
}

/** @param {string} path */
function describeFile(path) {
  const [, folder, name] = /** @type {RegExpExecArray} */ (/^(.*)\/([^/]*)$/.exec(path));
  return [make("dl", "file", make("dt", "", "文件名"), make("dd", "", make("code", "", name)), make("dt", "", "文件夹"), make("dd", "", make("code", "", folder)))];
}

/**
 * The ways to hand over: on the forge where there is one, and as a file.
 * @param {State} state
 * @param {string} path
 * @param {string} text
 */
function listWays(state, path, text) {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const copy = makeButton("复制内容", "button");
  copy.addEventListener("click", async () => {
    copy.textContent = (await copyText(text)) ? "已复制" : "没有复制成，请在下面选中内容复制";
    markDone();
  });
  const save = makeButton(`下载 ${name}`, "button");
  save.addEventListener("click", () => {
    saveText(name, text);
    markDone();
  });
  const buttons = make("div", "buttons", save, copy);
  const { forge } = state.tables;
  if (!forge) return [make("p", "", "下载这个文件，交给受理的机关；经办人员把它放进上面的文件夹，再提交。"), buttons];
  const { link, hasText, hasName } = linkNew(forge, path, text);
  const way = make("a", "button button--main", "在代码托管网站上新建这个文件");
  Object.assign(way, { href: link, target: "_blank", rel: "noopener" });
  way.addEventListener("click", markDone);
  const steps = [
    ...(hasText ? [] : ["先点“复制内容”。"]),
    hasText ? "打开的页面中，文件夹、文件名和内容已经填好。" : `打开的页面中，${hasName ? "文件名已经填好，" : `文件名写 ${name}，`}把内容粘贴进去。`,
    "提交，作为一份提案；核对自动进行，有审批权的人合并以后才生效。",
  ];
  const list = make("ol", "ways", ...steps.map((each) => make("li", "", each)));
  const elsewhere = make("p", "help", "不能打开代码托管网站的（如培训机构）：下载文件，交给受理的机关。");
  return [make("p", "", "经办人员："), ...(hasText ? [] : [make("div", "buttons", copy.cloneNode(true))].slice(1)), make("div", "buttons", way), list, elsewhere, buttons];
}

/** What was handed over need not be kept on the page. */
function markDone() {
  document.body.dataset.handedOver = "";
}

/** @param {string} text */
function makePreview(text) {
  return make("details", "preview", make("summary", "", "看文件的内容"), make("pre", "", make("code", "", text)));
}
