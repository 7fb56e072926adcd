// Before the first paint: to an address that asks something the page gives room for the answer, and shows the rest
// together with it (verify.js, filter.js, lists.js, form.js), so that nothing moves that a reader sees.

{
  const query = new URLSearchParams(location.search);
  const filters = ["field", "area", "mode", "fee", "status", "batch", "sort", "audience", "kind", "page"];
  const { classList } = document.documentElement;
  if (query.get("institution")) classList.add("asked");
  if (location.hash || filters.some((each) => query.has(each))) classList.add("filtered");
}
