// Filters the courses of a month. Without it the page is the plain tables; what is chosen stands in the address.

import { showRows, turnPages, turnTo } from "./paging.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("filter"));
const selects = form.querySelectorAll("select");
/** @type {NodeListOf<HTMLTableSectionElement>} */
const fields = document.querySelectorAll("tbody[data-field]");
const pager = /** @type {HTMLElement} */ (document.querySelector(".pager"));
const told = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));

/**
 * Whether a course with this value is wanted.
 * @param {string} name
 * @param {string | undefined} value
 */
function fits(name, value) {
  const select = form.elements.namedItem(name);
  return !(select instanceof HTMLSelectElement) || !select.value || select.value === value;
}

function show() {
  /** @type {HTMLElement[]} */
  const fitting = [];
  for (const field of fields) {
    const wanted = fits("field", field.dataset.field);
    /** @type {NodeListOf<HTMLElement>} */
    const rows = field.querySelectorAll("tr[data-area]");
    for (const row of rows) {
      const { area, mode, fee } = row.dataset;
      row.hidden = !(wanted && fits("area", area) && fits("mode", mode) && fits("fee", fee));
      if (!row.hidden) fitting.push(row);
    }
  }
  showRows(fitting, pager);
  for (const field of fields) {
    field.classList.toggle("late", !field.querySelector("tr[data-area]:not(.late, [hidden])"));
    field.hidden = !field.querySelector("tr[data-area]:not([hidden])");
  }
  told.textContent = fitting.length ? `共 ${fitting.length} 门` : "没有符合条件的课程，请放宽条件";
}

function remember() {
  const query = new URLSearchParams();
  for (const select of selects) if (select.value) query.set(select.name, select.value);
  const text = query.toString();
  history.replaceState(null, "", location.pathname + (text ? `?${text}` : "") + location.hash);
}

const asked = new URLSearchParams(location.search);
for (const select of selects) {
  select.value = asked.get(select.name) || "";
  if (select.selectedIndex < 0) select.value = "";
  select.addEventListener("change", () => {
    remember();
    show();
  });
}
show();
turnPages(pager, show);
// A link to a field turns to the page where it begins.
const field = [...fields].find((each) => location.hash && new URL(`#${each.rows[0].cells[0].id}`, location.href).hash === location.hash);
if (field) {
  turnTo(/** @type {HTMLElement[]} */ ([...document.querySelectorAll("tr[data-area]:not([hidden])")]), field.rows[1]);
  show();
}
document.documentElement.classList.remove("filtered");
field?.rows[0].scrollIntoView();
