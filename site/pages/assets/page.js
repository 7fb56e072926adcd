// On every page: of which day it speaks, whose record a link leads to, the menu and wide tables by keyboard.

import { element, load } from "./site.js";

/** Puts the day of the publication where a page leads to it; where it cannot be had, the link stays. */
async function sayDay() {
  const places = document.querySelectorAll("[data-as-of]");
  if (!places.length) return;
  const { day } = await load("publication/stamp.json");
  for (const each of places) each.textContent = `${each.closest("footer") ? "数据" : ""}截至${day}`;
}

/** Closes the menu by Escape, or where one goes elsewhere. */
function followMenu() {
  const menu = /** @type {HTMLDetailsElement | null} */ (document.querySelector("details.menu"));
  if (!menu) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  for (const kind of ["pointerdown", "focusin"]) {
    document.addEventListener(kind, (event) => {
      if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
    });
  }
}

/** Lets the keyboard into what is wider than its place, and names it; what has room is no stop. */
function nameScrollers() {
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const wide = target.scrollWidth > target.clientWidth;
      const caption = target.querySelector("caption")?.textContent || "表";
      const given = { tabindex: "0", role: "region", "aria-label": `${caption}（可以左右滚动）` };
      for (const [name, value] of Object.entries(given)) {
        if (wide) target.setAttribute(name, value);
        else target.removeAttribute(name);
      }
    }
  });
  for (const each of document.querySelectorAll(".scroll")) watcher.observe(each);
}

/** Says whose record it is to which a link leads: the name stands far above it. */
function nameTarget() {
  document.querySelector(".timeline__of")?.remove();
  // By its address: when this runs first, the browser may not yet have gone there.
  const head = document.querySelector(`.timeline > [id='${CSS.escape(location.hash.slice(1))}'] .timeline__head`);
  head?.prepend(element("strong", "timeline__of", document.querySelector("h1")?.textContent || ""));
}

followMenu();
// A document is printed without the foot of the page.
document.documentElement.classList.toggle("document", document.querySelector(".official, .sheet") !== null);
nameTarget();
addEventListener("hashchange", nameTarget);
nameScrollers();
sayDay().catch(() => {});
