// What is filled in and not yet handed over, kept for a reload, the way back, and a phone that has put the page away: in
// the tab alone (it is gone when the tab is closed), so that whoever next sits at a shared computer does not find it.

/** @typedef {{ institution?: string, value: any }} Draft */

const NAME = `form ${location.pathname}${location.search}`;

/**
 * What was filled in here before; nothing where nothing was, or where a browser keeps nothing.
 * @returns {Draft | undefined}
 */
export function readDraft() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param {Draft | undefined} draft none where nothing is to be kept */
function writeDraft(draft) {
  try {
    if (draft) sessionStorage.setItem(NAME, JSON.stringify(draft));
    else sessionStorage.removeItem(NAME);
  } catch {
    // A browser that keeps nothing: the page warns before it is closed.
  }
}

/**
 * Keeps what is filled in whenever the page is left or put away.
 * @param {() => Draft | undefined} read
 */
export function keepDraft(read) {
  const keep = () => writeDraft(read());
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
}
