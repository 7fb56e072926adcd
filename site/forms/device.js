// What a page asks of the device on which it is open: the day, the clipboard, whether a button is pressed.

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

/**
 * A call that waits while a button is pressed: to press it leaves a field, and a button that moves then is not hit.
 * @param {() => void} call
 */
export function waitForClick(call) {
  let [isPressed, isDue] = [false, false];
  addEventListener("pointerdown", ({ target }) => (isPressed = target instanceof Element && target.closest("button, summary") !== null));
  const release = () => {
    const wasDue = isDue;
    isPressed = isDue = false;
    if (wasDue) call();
  };
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => setTimeout(release)); // behind the click
  return () => {
    if (isPressed) isDue = true;
    else call();
  };
}
