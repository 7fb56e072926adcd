// Puts into the printed sheet of when it is; where that cannot be had, the place for it stays blank.

const place = /** @type {HTMLElement} */ (document.getElementById("as-of"));
fetch("../../publication/stamp.json", { cache: "no-cache" })
  .then((found) => (found.ok ? found.json() : Promise.reject(found.status)))
  .then((stamp) => {
    place.textContent = `截至${stamp.day}。`;
  })
  .catch(() => {
    // The blank says what to do.
  });
