// Filters the rows of a long table, a page at a time. Without it the table stands whole; what is chosen stands in the
// address. A value of a row is its own (`data-area`) or that of all rows of its group (`tbody[data-field]`).

import { showRows, turnPages, turnTo } from "./paging.js";
import { tellAddress } from "./site.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("filter"));
const selects = form.querySelectorAll("select");
/** @type {NodeListOf<HTMLTableSectionElement>} */
const bodies = document.querySelectorAll("table.grid > tbody");
const groups = [...bodies].filter((each) => each.querySelector("tr[data-area]"));
const pager = /** @type {HTMLElement} */ (document.querySelector(".pager"));
const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
const { unit, nothing } = form.dataset;

/**
 * The rows of a group, without its head.
 * @param {HTMLElement} group
 * @returns {HTMLElement[]}
 */
function rowsOf(group) {
  return /** @type {HTMLElement[]} */ ([...group.querySelectorAll("tr[data-area]")]);
}

/**
 * Whether what a row or its group says is what was chosen; of what it does not say nothing is asked.
 * @param {HTMLElement} each
 */
function fits(each) {
  return [...selects].every(({ name, value }) => !value || !(name in each.dataset) || each.dataset[name] === value);
}

function show() {
  /** @type {HTMLElement[]} */
  const fitting = [];
  for (const group of groups) {
    const wanted = fits(group);
    for (const row of rowsOf(group)) {
      row.hidden = !(wanted && fits(row));
      if (!row.hidden) fitting.push(row);
    }
  }
  showRows(fitting, pager);
  for (const group of groups) {
    group.classList.toggle("late", !group.querySelector("tr[data-area]:not(.late, [hidden])"));
    group.hidden = !group.querySelector("tr[data-area]:not([hidden])");
  }
  status.textContent = fitting.length ? `共 ${fitting.length} ${unit}` : nothing || "";
}

function remember() {
  const query = new URLSearchParams();
  for (const select of selects) if (select.value) query.set(select.name, select.value);
  tellAddress(query);
}

const asked = new URLSearchParams(location.search);
for (const select of selects) {
  // Once an address had the word that one chooses; now it has a code, which no other wording changes.
  const choice = asked.get(select.name) || "";
  select.value = [...select.options].find(({ text }) => choice && text === choice)?.value || choice;
  if (select.selectedIndex < 0) select.value = "";
  select.addEventListener("change", () => {
    remember();
    show();
  });
}
show();
turnPages(pager, show);
// A link to a group turns to the page where it begins.
const group = groups.find((each) => {
  const { id } = each.rows[0].cells[0];
  return id && location.hash && new URL(`#${id}`, location.href).hash === location.hash;
});
if (group) {
  turnTo(groups.flatMap(rowsOf).filter((row) => !row.hidden), group.rows[1]);
  show();
}
document.documentElement.classList.remove("filtered");
group?.rows[0].scrollIntoView();
