// What the search page and the verification page share: the site's data, and how texts are compared.
// The folding and the hash are those of registry/publish/folding.py and search/packing.py.

/** @import { Columns, Index, Ranked, Row } from "../../types" */

const ROOT = new URL("../", import.meta.url);
// Whether the site works from a disk (`registry build --portable`), where no folder has an index and nothing can be fetched.
const PORTABLE = "portable" in document.documentElement.dataset;
const loaded = new Map();

/**
 * The address of a page or file of this site.
 * @param {string} path
 */
export function address(path) {
  const found = new URL(path, ROOT);
  if (PORTABLE && found.pathname.endsWith("/")) found.pathname += "index.html";
  return found.href;
}

/**
 * A JSON file of this site, loaded once; throws where it cannot be had. All data of the site's scripts come this way.
 * @param {string} path
 * @param {RequestCache} [cache]
 * @returns {Promise<any>}
 */
export function load(path, cache = "default") {
  if (!loaded.has(path)) {
    const answer = PORTABLE ? run(path) : request(path, cache);
    answer.catch(() => loaded.delete(path));
    loaded.set(path, answer);
  }
  return loaded.get(path);
}

/**
 * @param {string} path
 * @param {RequestCache} cache
 */
async function request(path, cache) {
  const found = await fetch(address(path), { cache });
  if (!found.ok) throw new Error(`${path}: ${found.status}`);
  return found.json();
}

/**
 * What the script beside a JSON file hands over: a script is over, and its event told, before another one runs.
 * @param {string} path
 */
function run(path) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address(`${path}.js`);
    script.addEventListener("load", () => resolve(window.handedOver));
    script.addEventListener("error", () => reject(new Error(path)));
    document.head.append(script);
  });
}

/**
 * A text in the form that is compared: NFKC, lower case, letters and digits only.
 * @param {string} text
 */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * FNV-1a with 32 bits over the code points.
 * @param {string} text
 */
export function hash(text) {
  let found = 2166136261;
  for (const each of text) found = Math.imul(found ^ /** @type {number} */ (each.codePointAt(0)), 16777619) >>> 0;
  return found;
}

/**
 * What is typed, as folded words; the parts of one credit code are one.
 * @param {string} text
 */
export function terms(text) {
  const whole = fold(text);
  return /^[0-9a-z]{2}[0-9]{6}[0-9a-z]{10}$/.test(whole) ? [whole] : text.split(/\s+/).map(fold).filter(Boolean);
}

/** @type {Promise<Index> | undefined} */
let decoded;

/**
 * All institutions and the number of code files; read once.
 * @returns {Promise<Index>}
 */
export function institutions() {
  const found = decoded || load("search/institutions.json").then(decode);
  decoded = found;
  found.catch(() => (decoded = undefined));
  return found;
}

/**
 * The rows of the look-up, from its columns; see institution_columns in registry/publish/search/institutions.py.
 * @param {Columns} data
 * @returns {Index}
 */
function decode(data) {
  const letters = new Map();
  for (const [letter, characters] of Object.entries(data.initials)) {
    for (const each of characters) letters.set(each, letter);
  }
  const spell = (/** @type {string} */ key) => {
    let found = "";
    for (const each of key) found += letters.get(each) || each;
    return found;
  };
  const lines = (/** @type {string} */ text) => (data.name ? text.split("\n") : []);
  /**
   * @template T
   * @param {string} column
   * @param {T[]} table
   */
  const places = (column, table) => {
    const cells = lines(column);
    return cells.map((cell) => (cell ? cell.split(" ").map((place) => table[parseInt(place, 36)]) : []));
  };
  const areas = places(data.area, data.areas);
  const fields = places(data.field, data.fields);
  // The texts of tables are folded once, not for each row.
  const folded = new Map([...data.fields, ...data.areas.map((each) => each[1])].map((text) => [text, fold(text)]));
  const modes = places(data.mode, data.modes);
  const states = places(data.state, data.states);
  const batches = places(data.batch, data.batches);
  const batchKeys = new Map(data.batches.map((each) => [each, each.map(fold)]));
  const batchOrder = new Map(data.batches.map((each, i) => [each, i]));
  const names = lines(data.name);
  let id = "";
  const rows = lines(data.id).map((line, i) => {
    id = id.slice(0, parseInt(line[0], 36)) + line.slice(1);
    const key = fold(names[i]);
    const former = data.former[i] || [];
    const aliases = (data.aliases && data.aliases[i]) || [];
    return {
      id,
      name: names[i],
      former,
      aliases,
      area: areas[i][0],
      fields: fields[i],
      modes: modes[i],
      states: states[i],
      batches: batches[i],
      listed: Math.max(-1, ...batches[i].map((each) => batchOrder.get(each) || 0)),
      key,
      formerKeys: former.map(fold),
      aliasKeys: aliases.map(fold),
      spelled: [data.spelled[i] || spell(key), ...former.map((each) => spell(fold(each)))],
      others: [
        fold(id),
        folded.get(areas[i][0][1]) || "",
        ...fields[i].map((each) => folded.get(each) || ""),
        ...batches[i].flatMap((each) => batchKeys.get(each) || []),
      ],
      order: 0,
      areaOrder: 0,
    };
  });
  // Compared once, as comparing Chinese names is slow.
  const { compare } = new Intl.Collator("zh-Hans-CN");
  const areaOrder = new Map(data.areas.map((each, i) => [each, i]));
  [...rows].sort((a, b) => compare(a.name, b.name)).forEach((row, i) => {
    row.order = i;
    row.areaOrder = areaOrder.get(row.area) || 0;
  });
  return { rows, codeFiles: data.codes };
}

/**
 * Whether a folded word is a whole credit code.
 * @param {string} term
 */
export function isCode(term) {
  return /^[0-9a-z]{18}$/.test(term);
}

/**
 * Whether a folded word may be the initials of pinyin.
 * @param {string} term
 */
export function isInitials(term) {
  return /^[a-z]{2,}$/.test(term);
}

/**
 * The id of the institution with this credit code; "" where there is none.
 * @param {string} term
 * @param {number} codeFiles
 * @returns {Promise<string>}
 */
export async function idOfCode(term, codeFiles) {
  const code = term.toUpperCase();
  const found = await load(`search/codes/${hash(code) % codeFiles}.json`);
  return Object.prototype.hasOwnProperty.call(found, code) ? found[code] : "";
}

/**
 * How well an institution fits a word: 0 best; -1 not at all.
 * @param {Row} row
 * @param {string} term
 * @param {string} codeId
 */
export function fit(row, term, codeId) {
  if (codeId && row.id === codeId) return 0;
  const at = row.key.indexOf(term);
  if (at === 0) return 0;
  if (at > 0) return 1;
  if ([...row.formerKeys, ...row.aliasKeys].some((each) => each.includes(term))) return 2;
  if (isInitials(term)) {
    const spelled = Math.min(...row.spelled.map((each) => each.indexOf(term)).map((i) => (i < 0 ? 9999 : i)));
    if (spelled < 9999) return spelled ? 4 : 3;
  }
  return row.others.some((each) => each.includes(term)) ? 5 : -1;
}

/**
 * The institutions that fit every word, as {row, rank}, in the order of their ids.
 * @param {Index} index
 * @param {string[]} words
 * @returns {Promise<Ranked[]>}
 */
export async function find(index, words) {
  const ids = await Promise.all(
    words.map((term) => (isCode(term) ? idOfCode(term, index.codeFiles) : "")),
  );
  const found = [];
  for (const row of index.rows) {
    let rank = 0;
    for (let i = 0; i < words.length && rank >= 0; i++) {
      const one = fit(row, words[i], ids[i]);
      rank = one < 0 ? -1 : rank + one;
    }
    if (rank >= 0) found.push({ row, rank });
  }
  return found;
}

/**
 * A link to a page of this site.
 * @param {string} text
 * @param {string} path
 */
export function link(text, path) {
  const found = document.createElement("a");
  found.href = address(path);
  found.textContent = text;
  return found;
}

/**
 * An element with a class and children: texts or elements.
 * @param {string} name
 * @param {string} className
 * @param {...(string | Node)} children
 * @returns {HTMLElement}
 */
export function element(name, className, ...children) {
  const found = document.createElement(name);
  if (className) found.className = className;
  found.append(...children);
  return found;
}
