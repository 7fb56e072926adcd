// Filters the courses of a month. Without it the page is the plain tables; what is chosen stands in the address.

const form = /** @type {HTMLFormElement} */ (document.getElementById("filter"));
const selects = form.querySelectorAll("select");
/** @type {NodeListOf<HTMLElement>} */
const fields = document.querySelectorAll("tbody[data-field]");
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
  let count = 0;
  for (const field of fields) {
    let shown = 0;
    const wanted = fits("field", field.dataset.field);
    /** @type {NodeListOf<HTMLElement>} */
    const rows = field.querySelectorAll("tr[data-area]");
    for (const row of rows) {
      const { area, mode, fee } = row.dataset;
      row.hidden = !(wanted && fits("area", area) && fits("mode", mode) && fits("fee", fee));
      shown += row.hidden ? 0 : 1;
    }
    field.hidden = shown === 0;
    count += shown;
  }
  told.textContent = count ? `共 ${count} 门` : "没有符合条件的课程，请放宽条件";
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
    show();
    remember();
  });
}
form.hidden = false;
show();
