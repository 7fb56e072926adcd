// The pieces of an answer on the page: its word, its sentence, what it rests on, and questions back.

/** @import { Choice, Course, Institution, Reason, Verdict } from "../../types" */

import { dayText } from "./days.js";
import { drawCode, readableAddress } from "./share.js";
import { address, element, link } from "./site.js";

const box = /** @type {HTMLElement} */ (document.getElementById("answer"));

/**
 * A link to article 24 (1) or 17 (2) of the regulation in force, as the page words it.
 * @param {number} number
 * @returns {Node | string}
 */
function article(number) {
  /** @type {HTMLTemplateElement | null} */
  const template = document.querySelector(`template.article-${number}`);
  return template ? template.content.cloneNode(true) : "";
}

/** @param {{ label: string, anchor: string }} to */
function regulationLink(to) {
  const anchor = link(to.label, `regulation/#${to.anchor}`);
  anchor.className = "article";
  return anchor;
}

/**
 * Where the site shows a record: in the dossier of its institution, or as a batch.
 * @param {string} path
 * @param {Institution} file
 */
function recordLink(path, file) {
  const batch = path.match(/(?:^|\/)batches\/([^/]+)\.yml$/);
  if (batch) return link("查看记录", `batches/${batch[1]}/`);
  const [, below] = path.split(`/${file.id}/`);
  const anchor = below ? `#f-${below.replace(/\.yml$/, "").replace(/\//g, "-")}` : "";
  return link("查看记录", `institutions/${file.id}/${anchor}`);
}

/**
 * Reasons as a list: words, then the article and the record that each rests on.
 * @param {Institution} file
 * @param {Reason[]} reasons
 */
export function reasonList(file, reasons) {
  const items = reasons.map(({ words, article: cited, basis, source }) => {
    const item = element("li", "", words);
    if (cited || basis) item.append(" ", element("span", "", "依据：", cited ? regulationLink(cited) : basis || ""));
    if (source) {
      const record = recordLink(source, file);
      record.setAttribute("aria-label", `查看记录：${words}`); // of several links each says of what
      item.append(" ", element("span", "source screen", record));
    }
    return item;
  });
  return element("ul", "", ...items);
}

/**
 * One of the things that the answer rests on: its title, how it stands, the article, and why.
 * @param {Institution} file
 * @param {string} title
 * @param {string} word
 * @param {number} number
 * @param {Reason[]} reasons
 */
export function part(file, title, word, number, reasons) {
  const heading = element("h3", "", `${title}：${word} `);
  const basis = number ? article(number) : "";
  if (basis) heading.append(basis);
  return element("div", "", heading, reasonList(file, reasons));
}

/** @param {boolean} good */
export function shownWord(good) {
  return wordText(good ? "shown" : "not-shown");
}

/**
 * The word of an answer with its look, and what it means, as the page has them.
 * @param {Verdict} code
 */
function piecesOf(code) {
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector(`template.answer-${code}`));
  return Array.from(template.content.children, (each) => /** @type {Element} */ (each.cloneNode(true)));
}

/**
 * The word of an answer.
 * @param {Verdict} code
 */
export function wordText(code) {
  return piecesOf(code)[0].textContent || "";
}

/**
 * The answer as a document: whose, which, in a sentence, and what it rests on; then its day, its address, and
 * what it is not.
 * @param {Verdict} code
 * @param {Institution} file
 * @param {string} words
 * @param {URLSearchParams} query what was asked, as the address of the document has it
 * @param {string} day of which the register speaks
 * @param {Node[]} parts
 */
export function tell(code, file, words, query, day, parts) {
  const [word, meaning] = piecesOf(code);
  word.id = "answer-word";
  const sentence = element("p", "answer__what", element("strong", "", file.name), `：${words}`);
  sentence.id = "answer-sentence";
  box.setAttribute("aria-labelledby", word.id);
  box.setAttribute("aria-describedby", sentence.id);
  const site = document.querySelector("meta[name=SiteName]")?.getAttribute("content") || "";
  const stamp = `${site}，依据截至${day}的登记册。查验不是法律决定，以继续教育证书的记载和人社部门的审核验证为准。`;
  box.append(whoIs(file), word, sentence, ...parts, meaning, element("p", "answer__stamp", stamp), whereIs(query));
}

/**
 * The address of an answer, to open and to scan. One on a disk leads nowhere from elsewhere, and has no code.
 * @param {URLSearchParams} query
 */
function whereIs(query) {
  const href = `${address("verify/")}?${query}`;
  const code = location.protocol === "file:" ? null : drawCode(href, "这次查验的地址，二维码");
  const words = code ? "扫码或打开下面的地址，可以核对这次查验：" : "打开下面的地址，可以核对这次查验：";
  const place = element("p", "answer__address", `地址：${readableAddress(href)}`);
  return element("div", "verify", ...(code ? [code] : []), element("div", "", element("p", "", words), place));
}

/**
 * Asks back: what is still to be chosen or filled in.
 * @param {string} text
 * @param {...Node} below
 */
export function ask(text, ...below) {
  box.append(element("p", "answer__what", text), ...below);
}

/**
 * Links that ask again with other values: each a text and the values, by name.
 * @param {URLSearchParams} query
 * @param {Choice[]} values
 */
export function choices(query, values) {
  return element(
    "ul",
    "",
    ...values.map(([text, other]) => {
      const next = new URLSearchParams(query);
      for (const [name, each] of Object.entries(other)) next.set(name, each);
      return element("li", "", link(text, `verify/?${next}`));
    }),
  );
}

/**
 * Whose answer it is: name and code, and those that it had.
 * @param {Institution} file
 */
export function whoIs(file) {
  const who = element("p", "answer__who", link(file.name, `institutions/${file.id}/`));
  if (file.code) who.append(element("span", "", `统一社会信用代码 ${file.code}`));
  const former = file.former.map((each) => `${each.name}（至${dayText(each.changed)}）`);
  if (former.length) who.append(element("span", "", `曾用名：${former.join("，")}`));
  const codes = (file.former_codes || []).map((each) => `${each.code}（至${dayText(each.changed)}）`);
  if (codes.length) who.append(element("span", "", `转制以前的代码：${codes.join("，")}`));
  if (file.held) who.append(element("span", "", "其后的记录正在核对，本答复按核对前的记录。"));
  return who;
}

/**
 * A link to a course on the institution's page.
 * @param {Institution} file
 * @param {Course} course
 */
export function courseLink(file, course) {
  return link(`机构页面上的这门课程（${course.year}年计划）`, `institutions/${file.id}/#y${course.year}-${course.id}`);
}
