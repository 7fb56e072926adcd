// An answer as a document of its own: its address, as text and as a QR code.

import { encode } from "./uqr.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * An address as people read it; what is no Chinese stays as it is.
 * @param {string} href
 */
export function readableAddress(href) {
  return href.replace(/(%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURI(escaped);
    } catch {
      return escaped;
    }
  });
}

/**
 * The QR code of a text as a picture; null where it is too long for one that a telephone reads from paper. To work it
 * out takes longer than all else of an answer: its place is kept, and it is drawn after what is read.
 * @param {string} text
 * @param {string} label
 */
export function drawCode(text, label) {
  if (text.length > 1000) return null;
  const picture = document.createElementNS(SVG, "svg");
  const attributes = { class: "qr", role: "img", "aria-label": label, "shape-rendering": "crispEdges" };
  for (const [name, each] of Object.entries(attributes)) picture.setAttribute(name, each);
  requestAnimationFrame(() => setTimeout(() => fillIn(picture, text)));
  return picture;
}

/**
 * Draws the dark squares of the QR code of a text.
 * @param {SVGElement} picture
 * @param {string} text
 */
function fillIn(picture, text) {
  /** @type {{ size: number, data: boolean[][] }} */
  const { size, data } = encode(text, { ecc: "L", border: 4 });
  const dark = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")));
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", dark.join(""));
  picture.setAttribute("viewBox", `0 0 ${size} ${size}`);
  picture.append(path);
}
