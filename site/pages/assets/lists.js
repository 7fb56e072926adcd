// A long list of institutions, a page at a time.

import { showRows, turnPages } from "./paging.js";

/** @type {HTMLElement[]} */
const rows = [...document.querySelectorAll(".list tbody tr")].map((each) => /** @type {HTMLElement} */ (each));
const pager = /** @type {HTMLElement} */ (document.querySelector(".pager"));

showRows(rows, pager);
document.documentElement.classList.remove("filtered");
turnPages(pager, () => {
  showRows(rows, pager);
  rows.find((row) => !row.classList.contains("late"))?.querySelector("a")?.focus();
});
