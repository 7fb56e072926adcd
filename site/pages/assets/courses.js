// Filters the courses of a month. Without it the page is the plain tables; what is chosen stands in the address.
(function () {
  "use strict";
  var form = document.getElementById("filter");
  var selects = Array.prototype.slice.call(form.querySelectorAll("select"));
  var fields = Array.prototype.slice.call(document.querySelectorAll("tbody[data-field]"));
  var told = form.querySelector("[role=status]");

  function wanted(name, value) {
    var select = form.elements[name];
    return !select || !select.value || select.value === value;
  }

  function show() {
    var count = 0;
    fields.forEach(function (field) {
      var rows = field.querySelectorAll("tr[data-area]");
      var shown = 0;
      var fits = wanted("field", field.dataset.field);
      Array.prototype.forEach.call(rows, function (row) {
        var data = row.dataset;
        row.hidden = !(fits && wanted("area", data.area) && wanted("mode", data.mode) && wanted("fee", data.fee));
        shown += row.hidden ? 0 : 1;
      });
      field.hidden = shown === 0;
      count += shown;
    });
    told.textContent = count ? "共 " + count + " 门" : "没有符合条件的课程，请放宽条件";
  }

  function remember() {
    var query = new URLSearchParams();
    selects.forEach(function (select) {
      if (select.value) query.set(select.name, select.value);
    });
    var text = query.toString();
    history.replaceState(null, "", location.pathname + (text ? "?" + text : "") + location.hash);
  }

  var asked = new URLSearchParams(location.search);
  selects.forEach(function (select) {
    select.value = asked.get(select.name) || "";
    if (select.selectedIndex < 0) select.value = "";
    select.addEventListener("change", function () {
      show();
      remember();
    });
  });
  form.hidden = false;
  show();
})();
