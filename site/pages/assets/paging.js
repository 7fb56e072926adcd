// Long lists a page at a time; without scripts, and printed, they stand whole. The page stands in the address.

import { element, tellAddress } from "./site.js";

const ROWS = 50;

/** The page that the address names. */
export function askedPage() {
  return Math.max(1, Math.floor(Number(new URLSearchParams(location.search).get("page")) || 1));
}

/**
 * Fills a pager with links to the pages beside one, and to the first and the last.
 * @param {HTMLElement} pager
 * @param {URLSearchParams} query
 * @param {number} page
 * @param {number} pages
 */
export function fillPager(pager, query, page, pages) {
  const to = (/** @type {string} */ text, /** @type {number} */ number) => {
    const next = new URLSearchParams(query);
    next.delete("page");
    if (number > 1) next.set("page", String(number));
    const link = element("a", "", text);
    link.setAttribute("href", next.toString() ? `?${next}` : location.pathname);
    return link;
  };
  pager.hidden = pages < 2;
  pager.replaceChildren(
    ...(page > 1 ? [to("首页", 1), to("上一页", page - 1)] : []),
    element("span", "", `第 ${page} 页，共 ${pages} 页`),
    ...(page < pages ? [to("下一页", page + 1), to("末页", pages)] : []),
  );
}

/**
 * Shows the rows of the page that the address names.
 * @param {HTMLElement[]} rows
 * @param {HTMLElement} pager
 */
export function showRows(rows, pager) {
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  const page = Math.min(pages, askedPage());
  rows.forEach((row, i) => row.classList.toggle("late", Math.floor(i / ROWS) !== page - 1));
  fillPager(pager, new URLSearchParams(location.search), page, pages);
}

/**
 * Puts the page of one of the rows into the address, unless that names a page.
 * @param {HTMLElement[]} rows
 * @param {HTMLElement} row
 */
export function turnTo(rows, row) {
  const query = new URLSearchParams(location.search);
  if (query.has("page")) return;
  query.set("page", String(Math.floor(rows.indexOf(row) / ROWS) + 1));
  tellAddress(query);
}

/**
 * Turns to another page without loading this one again; Back returns.
 * @param {HTMLElement} pager
 * @param {() => void} show
 */
export function turnPages(pager, show) {
  pager.addEventListener("click", (event) => {
    const to = event.target instanceof HTMLAnchorElement && event.target.getAttribute("href");
    if (!to) return;
    event.preventDefault();
    history.pushState(null, "", to);
    show();
  });
  addEventListener("popstate", show);
}
