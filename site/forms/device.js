// What a page asks of the device on which it is open: the day, the clipboard.

/** The day in Beijing, where the register is kept, wherever the device is. */
export function findToday() {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(new Date());
}

/**
 * Puts a text into the clipboard; a page from a disk has none of its own in some browsers.
 * @param {string} text
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (before instanceof HTMLElement) before.focus(); // who uses the keyboard goes on from there
    return done;
  }
}
