// Puts into the printed sheet of when it is; where that cannot be had, the place for it stays blank.

import { load } from "./site.js";

const place = /** @type {HTMLElement} */ (document.getElementById("as-of"));
load("publication/stamp.json", "no-cache")
  .then((stamp) => {
    place.textContent = `截至${stamp.day}。`;
  })
  .catch(() => {
    // The blank says what to do.
  });
