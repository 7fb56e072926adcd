// The forms of search and of the finder of courses: what stands in a form stands in the address, and is asked at once.

/**
 * What a form says, without what is empty.
 * @param {HTMLFormElement} form
 */
export function readForm(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const text = String(value).trim();
    if (text) query.set(name, text);
  }
  return query;
}

/**
 * Puts the address into a form. A value that the form does not offer is left out.
 * @param {HTMLFormElement} form
 */
export function fillForm(form) {
  form.reset();
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
    if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = "";
  }
}

/**
 * Opens what a form has more, where there is room for it or something is chosen in it.
 * @param {HTMLFormElement} form
 * @param {URLSearchParams} query
 */
export function openMore(form, query) {
  const more = /** @type {HTMLDetailsElement} */ (form.querySelector("details"));
  const names = [...more.querySelectorAll("[name]")].map((each) => each.getAttribute("name") || "");
  more.open = matchMedia("(min-width: 48em)").matches || names.some((each) => query.has(each));
  document.documentElement.classList.remove("filtered");
}

/**
 * Calls back while one types; letters of an input method are not yet what is meant.
 * @param {HTMLElement} typed
 * @param {() => void} ask
 */
export function followTyping(typed, ask) {
  typed.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) ask();
  });
  typed.addEventListener("compositionend", ask);
}

/**
 * Asks for what a form says, while one types and by its button.
 * @param {HTMLFormElement} form
 * @param {() => void} ask
 */
export function followForm(form, ask) {
  followTyping(form, ask);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
}

