// The last step: the file, and the way to where it belongs.

import { copyText } from "./device.js";
import { linkEdit, linkNew, nameSaved, saveText } from "./hand_over.js";
import { make, makeButton } from "./library.js";

/** @typedef {import("./form.js").FormFile} FormFile */
/** @typedef {import("./form.js").State} State */

const SUBMIT = [
  "用一句话写明办了什么、依据哪份文书，选“新建分支并发起合并请求”（名称各网站略有不同），再提交。",
  "等自动核对：有问题的照它说的改；同事看过、合并以后生效。",
];
const PASTE = "在打开的页面最大的空白处粘贴（键盘按 Ctrl+V，手机上按住空白处）。";

/**
 * Shows the file that a form gives and the ways to hand it over; before it has passed the check, when that comes.
 * @param {HTMLElement} body
 * @param {State} state
 * @param {FormFile | undefined} file none as long as something is wrong
 */
export function showHandOver(body, state, file) {
  if (!file) {
    body.replaceChildren(make("p", "help", "检查没有问题以后，这里给出要交的文件。"));
  } else if (!file.path) {
    body.replaceChildren(...explainNoPlace(state, file));
  } else {
    const ways = file.way === "new" ? listNewWays(state, file) : listChangeWays(state.tables.forge, file);
    body.replaceChildren(describeFile(file.path), ...ways, makePreview(file.text));
  }
}

/**
 * What is done about a file of which it is not known where it lies, or that is there already.
 * @param {State} state
 * @param {FormFile} made
 */
function explainNoPlace(state, { name = "", text }) {
  const { about, institution } = state;
  if (institution?.id || !about.path.includes("{id}")) {
    const mend = "核对年份、日期和编号。要在已有的记录上添环节或者补一项的，用第 1 步的“已有的记录”。";
    return [make("p", "note", `登记册中已有 ${name.slice(name.lastIndexOf("/") + 1)}，不能再交一份：${mend}`)];
  }
  if (about.name !== "application") return [make("p", "note", "还不知道文件放在哪里：请在第 1 步选机构。")];
  const where = "下载这个文件，交给受理的机关；它给了机构编号以后，用这张表格打开文件，填上编号再提交。";
  return [make("p", "", where), make("div", "buttons", makeSave(nameSaved(state, name), text), makeCopy(text)), makePreview(text)];
}

/** @param {string} path */
function describeFile(path) {
  const cut = path.lastIndexOf("/");
  const pairs = [["文件名", path.slice(cut + 1)], ["文件夹", path.slice(0, cut)]];
  return make("dl", "file", ...pairs.flatMap(([term, said]) => [make("dt", "", term), make("dd", "", make("code", "", said))]));
}

/**
 * The ways to hand over a new file: on the forge where there is one, and as a file; who fills in a form of the public
 * site has as a rule no account on the forge.
 * @param {State} state
 * @param {FormFile} made
 */
function listNewWays(state, { path, text }) {
  const { forge, staff } = state.tables;
  const name = path.slice(path.lastIndexOf("/") + 1);
  // Staff put the file where it belongs, others send it.
  const buttons = make("div", "buttons", makeSave(staff ? name : nameSaved(state, path), text), makeCopy(text));
  const way = staff ? "放进登记册中上面的文件夹，再提交。" : "交给受理的机关；经办人员照上面的文件夹和文件名放进登记册，再提交。";
  if (!forge) return [make("p", "", `下载这个文件，${way}`), buttons];
  const { link, hasText, hasName } = linkNew(forge, path, text);
  const naming = hasName ? "文件夹和文件名已经填好，不用改。" : `文件名写 ${name}，文件夹不用改。`;
  const steps = [
    ...(hasText ? [] : ["点“复制内容”。"]),
    "点“新建这个文件”，打开代码托管网站；要登录的先登录。",
    hasText ? "文件夹、文件名和内容已经填好，看一遍。" : `${PASTE}${naming}`,
    ...SUBMIT,
  ];
  const forgeWay = [
    makeSteps(steps),
    make("div", "buttons", ...(hasText ? [] : [makeCopy(text)]), makeWay("新建这个文件", link)),
  ];
  if (staff) return [...forgeWay, make("p", "ways__else", "提交不了的，下载下来以后再交："), make("div", "buttons", makeSave(name, text))];
  const title = make("summary", "", "经办人员：直接提交到代码托管网站");
  return [
    make("p", "", "培训机构：下载这个文件，交给受理的机关。"),
    buttons,
    make("details", "fold ways__forge", title, make("div", "group__fields", ...forgeWay)),
  ];
}

/**
 * The ways to change a file that is there.
 * @param {Record<string, any> | null} forge
 * @param {FormFile} file
 */
function listChangeWays(forge, { path, text, way, name }) {
  const isWhole = way === "change";
  const place = isWhole
    ? "在文件的内容里全选（Ctrl+A），再粘贴（Ctrl+V），换成复制的内容"
    : `粘贴到${name ? `“${name}:”下面各项的末尾` : "文件末尾"}`;
  const open = forge ? "点“打开这个文件”，进入代码托管网站的编辑页面；要登录的先登录。" : "打开上面的文件。";
  const submit = forge ? SUBMIT : ["保存，再照登记册平常的办法提交。"];
  const steps = ["点“复制内容”。", open, `${place}。`, "看改动：只应当多出这次填写的。", ...submit];
  const links = forge ? [makeWay("打开这个文件", linkEdit(forge, path))] : [];
  return [makeSteps(steps), make("div", "buttons", makeCopy(text), ...links)];
}

/** @param {string[]} steps */
function makeSteps(steps) {
  return make("ol", "ways", ...steps.map((each) => make("li", "", each)));
}

/**
 * @param {string} title
 * @param {string} href
 */
function makeWay(title, href) {
  const link = make("a", "button button--main", title);
  Object.assign(link, { href, target: "_blank", rel: "noopener" });
  link.addEventListener("click", markDone);
  return link;
}

/** @param {string} text */
function makeCopy(text) {
  const copy = makeButton("复制内容", "button");
  copy.addEventListener("click", async () => {
    copy.textContent = (await copyText(text)) ? "已复制" : "没有复制成，请在下面选中内容复制";
    markDone();
  });
  return copy;
}

/**
 * @param {string} name
 * @param {string} text
 */
function makeSave(name, text) {
  const save = makeButton("下载这个文件", "button");
  save.addEventListener("click", () => {
    saveText(name, text);
    markDone();
  });
  return save;
}

/** What was handed over need not be kept on the page. */
export function markDone() {
  document.body.dataset.handedOver = "";
}

/** @param {string} text */
function makePreview(text) {
  return make("details", "preview", make("summary", "", "看文件的内容"), make("pre", "", make("code", "", text)));
}
