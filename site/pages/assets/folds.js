// Pages with folds. What an address with # leads to (a year, a course, an act, an article) is opened where it is folded, as
// soon as it is there and so before the first paint: that is why this is no module, and stands before the rest.

{
  /** Opens all that the element is folded in; whether there is one. */
  const open = (/** @type {string} */ name) => {
    const target = name && document.getElementById(name);
    for (let each = target || null; each; each = each.parentElement) {
      if (each instanceof HTMLDetailsElement) each.open = true;
    }
    return target || null;
  };

  /** The name after #; none where it is no text, as in #100%. */
  const readName = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  };

  const go = () => {
    const name = readName();
    // A course that is no longer on the page is looked for in its year.
    (open(name) || open(name.split("-")[0]))?.scrollIntoView();
  };

  /** The folds of parts of a page; those of a page that fits on a desk stand open there. */
  const parts = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.part"));
  /** These and all that is folded in them: a year, what lies behind an act. */
  const folds = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("article details"));
  const wide = matchMedia("(min-width: 60em)").matches;

  /** Prints all of the page; by the browser's own button a summary is printed. */
  const printAll = () => {
    document.documentElement.classList.add("whole");
    print();
  };

  const unfold = () => {
    if (wide) for (const each of parts()) if ("wide" in each.dataset) each.open = true;
  };

  const watcher = new MutationObserver(() => {
    unfold();
    open(readName());
  });
  watcher.observe(document.documentElement, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => {
    watcher.disconnect();
    unfold();
    if (location.hash) go();
    const whole = document.getElementById("print-all");
    whole?.classList.add("ready");
    whole?.addEventListener("click", printAll);
    const all = document.getElementById("unfold");
    all?.classList.toggle("ready", [...folds()].some((each) => !each.open));
    all?.addEventListener("click", () => {
      for (const each of folds()) each.open = true;
      all.classList.remove("ready");
    });
  });
  addEventListener("hashchange", go);
  // On paper no part of a page is folded.
  const before = new Set();
  addEventListener("beforeprint", () => {
    for (const each of parts()) {
      if (each.open) continue;
      each.open = true;
      before.add(each);
    }
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("whole");
    for (const each of before) each.open = false;
    before.clear();
  });
}
