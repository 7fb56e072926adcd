// Opens what an address with # leads to where it is folded, and then goes there: a year, a course, an act.
(function () {
  "use strict";

  function open() {
    var name = location.hash.slice(1);
    // A course that is no longer on the page is looked for in its year.
    var found = document.getElementById(name) || document.getElementById(name.split("-")[0]);
    if (!name || !found) return;
    for (var each = found; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
    }
    found.scrollIntoView();
  }

  addEventListener("hashchange", open);
  open();
})();
