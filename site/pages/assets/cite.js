// The page on citing: the site's own address where it is not configured, and copying.

import { copyText } from "./copy.js";

const HERE = "（本站网址）"; // as pages/cite.py has it

const root = new URL("../../", location.href);
for (const text of document.querySelectorAll("pre.quote")) {
  if (root.protocol !== "file:") text.textContent = (text.textContent || "").replace(HERE, root.href);
}
for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-copies]"))) {
  const text = document.getElementById(button.dataset.copies || "");
  const status = /** @type {HTMLElement | null} */ (button.nextElementSibling);
  if (!text || !status) continue;
  button.hidden = false;
  button.addEventListener("click", () => void copyText(text.textContent || "", status, "要引用的文字"));
}
