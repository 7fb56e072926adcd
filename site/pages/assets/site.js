// What the scripts of all pages share: the site's addresses and data, and pieces of pages.

const ROOT = new URL("../", import.meta.url);
// Whether the site works from a disk (`registry build --portable`), where no folder has an index and nothing can be fetched.
const PORTABLE = "portable" in document.documentElement.dataset;
const loaded = new Map();

/**
 * The address of a page or file of this site.
 * @param {string} path
 */
export function address(path) {
  const url = new URL(path, ROOT);
  if (PORTABLE && url.pathname.endsWith("/")) url.pathname += "index.html";
  return url.href;
}

/**
 * Puts what is asked into the address. A path of its own would be another site's where it begins with two slashes.
 * @param {URLSearchParams} query
 */
export function tellAddress(query) {
  const here = new URL(location.href);
  here.search = query.toString();
  history.replaceState(null, "", here);
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
  const response = await fetch(address(path), { cache });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
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
 * A link to a page of this site.
 * @param {string} text
 * @param {string} path
 */
export function link(text, path) {
  const anchor = document.createElement("a");
  anchor.href = address(path);
  anchor.textContent = text;
  return anchor;
}

/**
 * An element with a class and children: texts or elements.
 * @param {string} name
 * @param {string} className
 * @param {...(string | Node)} children
 * @returns {HTMLElement}
 */
export function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}
