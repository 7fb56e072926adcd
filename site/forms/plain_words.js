// What schemas say is said to who writes a file: in a form a value is chosen, and nothing is put in quotes.

const NONE = "没有";

/** @type {[RegExp, string][]} */
const WORDS = [
  [/填 null ?/g, `选“${NONE}”`],
  [/为 null ?/g, `为“${NONE}”`],
  [/[；，]数字不加引号/g, ""],
  [/写成 \[[^\]]*\]/g, "都选上"],
  [/填 false/g, "选“否”"],
  [/填 true/g, "选“是”"],
  [/填 \[\]/g, "不选"],
  [/在本文件中的位置，用斜线隔开（JSON Pointer）/g, "在本文件中的位置，写成例子的样子"],
  [/写成斜线加字段名/g, "写成例子的样子"],
  [/，用斜线隔开（JSON Pointer）/g, "：先选文件，再写几个字，从列出的项目中选；没有列出的写成例子的样子"],
  [/被更正的文件，相对于本机构的文件夹/g, "被更正的文件"],
  [/删去这一行/g, "不填"],
  // A form names the file by what is filled in.
  [/，?与文件名相同(；[^。]*文件名[^。]*)?/g, ""],
  [/(，|并|，并)?(不|都)?加(英文双)?引号/g, ""],
  [/；多行时用 \| 起头|；写规则代码|；没有的写 \[\]/g, ""],
  // A kind of record has its English name for who types a command.
  [/（[a-z]+(-[a-z]+)*）/g, ""],
  // What a file names by its id is chosen in a form.
  [/^填写.*；不写名称$/, "从列出的项目中选"],
  [/^records\/[a-z]+(\.yml|\/) ?中/, "登记册中"],
];

/** What is chosen where there is nothing to be told. */
export const NOTHING = NONE;

/**
 * A description or a hint in the words of a form.
 * @param {string} text
 */
export function speakPlainly(text) {
  return WORDS.reduce((said, [pattern, word]) => said.replace(pattern, word), text);
}
