// The page of an institution. What an address with # leads to (a year, a course, an act) is opened where it is folded, as
// soon as it is there and so before the first paint: that is why this is no module, and stands before the rest.

{
  /** Opens all that the element is folded in; whether there is one. */
  const open = (/** @type {string} */ name) => {
    const found = name && document.getElementById(name);
    for (let each = found || null; each; each = each.parentElement) {
      if (each instanceof HTMLDetailsElement) each.open = true;
    }
    return found || null;
  };

  const go = () => {
    const name = location.hash.slice(1);
    // A course that is no longer on the page is looked for in its year.
    (open(name) || open(name.split("-")[0]))?.scrollIntoView();
  };

  /** Prints all of the page; by the browser's own button a summary is printed. */
  const printAll = () => {
    document.documentElement.classList.add("whole");
    print();
  };

  const watcher = new MutationObserver(() => {
    if (open(location.hash.slice(1))) watcher.disconnect();
  });
  if (location.hash) watcher.observe(document.documentElement, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => {
    watcher.disconnect();
    go();
    document.getElementById("print-all")?.addEventListener("click", printAll);
  });
  addEventListener("hashchange", go);
  addEventListener("afterprint", () => document.documentElement.classList.remove("whole"));
}
