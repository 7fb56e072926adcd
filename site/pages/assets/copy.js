// Copying a text to the clipboard.

import { element } from "./site.js";

/**
 * Copies a text; where the browser refuses, it is shown, selected, to be copied by hand.
 * @param {string} text
 * @param {HTMLElement} status where it is said what became of it
 * @param {string} label what the text is
 */
export async function copyText(text, status, label) {
  try {
    await navigator.clipboard.writeText(text);
    status.replaceChildren("已复制。");
  } catch {
    // No clipboard: a page that came without https, or a reader who refused.
    const field = /** @type {HTMLTextAreaElement} */ (element("textarea", ""));
    field.value = text;
    field.readOnly = true;
    field.rows = 5;
    field.setAttribute("aria-label", label);
    status.replaceChildren(field);
    field.select();
    const isCopied = document.execCommand("copy");
    status.prepend(isCopied ? "已复制：" : "浏览器不允许自动复制。文字已经选中，请按 Ctrl+C（手机长按）复制：");
  }
}
