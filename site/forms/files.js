// Going on with a file that was saved before.

import { makeFault, showFaultAt } from "./fields.js";
import { make, makeButton } from "./library.js";
import { readRecord, UnreadableText } from "./text.js";

/**
 * A button with which a saved record is opened.
 * @param {(data: Record<string, any>) => void} take
 */
export function offerFile(take) {
  const input = make("input");
  input.type = "file";
  input.accept = ".yml,.yaml,text/yaml";
  input.hidden = true;
  const button = makeButton("接着填以前下载的文件", "button button--quiet");
  const fault = makeFault("file-fault");
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    const text = await input.files?.[0]?.text();
    const data = text === undefined ? undefined : read(text);
    showFaultAt(fault, data ? [] : ["这个文件读不出来：不是登记册的记录文件（.yml）。"]);
    if (data) take(data);
    input.value = "";
  });
  return make("div", "again", button, input, fault);
}

/** @param {string} text */
function read(text) {
  try {
    return readRecord(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (error instanceof UnreadableText) return undefined;
    throw error;
  }
}
