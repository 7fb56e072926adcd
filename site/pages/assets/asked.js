// Before the first paint: to an address that asks something the page gives room for the answer, and shows the rest
// together with it (verify.js, filter.js, lists.js, form.js), so that nothing moves that a reader sees.

{
  const query = new URLSearchParams(location.search);
  const filters = ["field", "area", "mode", "fee", "status", "batch", "sort", "audience", "kind", "page"];
  const { classList } = document.documentElement;
  if (query.get("institution")) {
    classList.add("asked");
    // What the answer is made of is asked for together with the scripts; from a disk nothing is.
    for (const each of "portable" in document.documentElement.dataset ? [] : ["institutions", "words"]) {
      const ahead = Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous" });
      ahead.href = new URL(`../search/${each}.json`, /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
      document.head.append(ahead);
    }
  }
  if (location.hash || filters.some((each) => query.has(each))) classList.add("filtered");
}
