// Before the first paint: to an address that asks something the page gives room for the answer, and shows the rest
// together with it (verify.js, filter.js, lists.js, form.js), so that nothing moves that a reader sees.

{
  const query = new URLSearchParams(location.search);
  const filters = ["field", "area", "mode", "fee", "status", "batch", "sort", "audience", "kind", "page"];
  const { classList } = document.documentElement;
  const institution = query.get("institution") || "";
  if (institution) {
    classList.add("asked");
    // What the answer is made of is asked for together with the scripts; from a disk nothing is. Who gives an id, as links
    // do, needs no list of names (see verify.js).
    const isId = /^[a-z][a-z\d]*(-[a-z\d]+)+$/.test(institution);
    const files = isId ? [`verify/${institution}`] : ["search/institutions", "search/words"];
    for (const each of "portable" in document.documentElement.dataset ? [] : files) {
      const ahead = Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous" });
      ahead.href = new URL(`../${each}.json`, /** @type {HTMLScriptElement} */ (document.currentScript).src).href;
      document.head.append(ahead);
    }
  }
  if (location.hash || filters.some((each) => query.has(each))) classList.add("filtered");
}
