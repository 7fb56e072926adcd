// Opens what an address with # leads to where it is folded, and then goes there: a year, a course, an act.

function open() {
  const name = location.hash.slice(1);
  // A course that is no longer on the page is looked for in its year.
  const found = document.getElementById(name) || document.getElementById(name.split("-")[0]);
  if (!name || !found) return;
  for (let each = /** @type {HTMLElement | null} */ (found); each; each = each.parentElement) {
    if (each instanceof HTMLDetailsElement) each.open = true;
  }
  found.scrollIntoView();
}

addEventListener("hashchange", open);
open();
