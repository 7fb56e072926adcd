// What may be typed into a field, offered while one types: of thousands of names only the first that fit are in the
// page, as a browser is slow with more.

import { make } from "./library.js";

/** @typedef {{ value: string, label: string }} Offer */

const MOST = 20;
let count = 0;

/**
 * Offers beside an input what fits what stands in it; `list` gives all that there is, when it is asked for.
 * @param {HTMLInputElement} input
 * @param {() => Offer[]} list
 */
export function offer(input, list) {
  const offered = make("datalist");
  offered.id = `offered-${++count}`;
  input.setAttribute("list", offered.id);
  const show = () => {
    if (!offered.isConnected) input.after(offered);
    offered.replaceChildren(...find(list(), input.value).map(({ value, label }) => new Option(label, value)));
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", show);
}

/**
 * @param {Offer[]} all
 * @param {string} text
 */
function find(all, text) {
  const wanted = text.trim().toLowerCase();
  const hits = [];
  for (let i = 0; i < all.length && hits.length < MOST; i++) {
    const { value, label } = all[i];
    if (`${value}\n${label}`.toLowerCase().includes(wanted)) hits.push(all[i]);
  }
  return hits;
}
