// Puts into the printed sheet of when it is; where that cannot be had, the place for it stays blank.
(function () {
  "use strict";
  var place = document.getElementById("as-of");
  fetch("../../publication/stamp.json", { cache: "no-cache" })
    .then(function (found) {
      return found.ok ? found.json() : Promise.reject(found.status);
    })
    .then(function (stamp) {
      place.textContent = "截至" + stamp.day + "。";
    })
    .catch(function () {
      // The blank says what to do.
    });
})();
