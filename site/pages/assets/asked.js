// Before the first paint: to an address that asks something the page gives room for the answer, and shows the rest
// together with it (verify.js), so that nothing moves that a reader sees.

if (new URLSearchParams(location.search).get("institution")) document.documentElement.classList.add("asked");
