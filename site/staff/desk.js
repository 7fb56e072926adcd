// The staff's pages: days are counted from today, commands are copied, an institution is found by a part of its name.

import { copyText, findToday } from "../forms/device.js";

const DAY = 86400000;
// The register's days of notice, the fewest first.
const notice = (document.getElementById("filter")?.dataset.notice ?? "").split(" ").map(Number);
const today = findToday();

/**
 * How many days lie between two days.
 * @param {string} from
 * @param {string} to
 */
function countDays(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** @param {number} left */
function findState(left) {
  const within = notice.find((most) => left <= most);
  return left < 0 ? "past" : within ? String(within) : "later";
}

/** @param {number} left */
function describeLeft(left) {
  return left === 0 ? "今天到期" : left > 0 ? `还有 ${left} 天` : `已过 ${-left} 天`;
}

/** Counts the days of each row anew, from today. */
function countRows() {
  /** @type {NodeListOf<HTMLElement>} */
  const rows = document.querySelectorAll("tr[data-due], tr[data-since]");
  for (const row of rows) {
    const { due, since, state } = row.dataset;
    const days = row.querySelector(".days");
    if (!days) continue;
    if (due) {
      const left = countDays(today, due);
      days.textContent = describeLeft(left);
      if (state && state !== "waiting" && state !== "returned") row.dataset.state = findState(left);
    } else if (since) {
      days.textContent = `已等 ${Math.max(0, countDays(since, today))} 天`;
    }
  }
}

/** Says how old the data are, where they are not of today. */
function tellAge() {
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll("[data-as-of]");
  for (const place of places) {
    const age = countDays(place.dataset.asOf || today, today);
    if (age > 0) place.textContent = `（${age} 天前）`;
  }
}

/** Puts a button beside each command that copies it, and lets it wrap between its words alone. */
function offerCopies() {
  for (const command of document.querySelectorAll("code.command")) {
    const words = (command.textContent || "").split(" ").map((text) => Object.assign(document.createElement("span"), { textContent: text }));
    command.replaceChildren(...words.flatMap((each) => [" ", each]).slice(1));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "复制";
    button.addEventListener("click", async () => {
      button.textContent = (await copyText(command.textContent || "")) ? "已复制" : "没有复制成，请选中复制";
      setTimeout(() => (button.textContent = "复制"), 2000);
    });
    command.after(" ", button);
  }
}

/** Finds institutions by a part of their name or id, among those that all forms know. */
function offerInstitutions() {
  const input = /** @type {HTMLInputElement | null} */ (document.getElementById("find"));
  const list = document.getElementById("hits");
  if (!input || !list) return;
  const base = document.body.dataset.base || "";
  const show = () => {
    const wanted = input.value.trim().toLowerCase();
    const all = window.formData?.tables?.institutions || [];
    const hits = wanted
      ? all.filter(
          (/** @type {{id: string, name: string}} */ each) =>
            each.name.toLowerCase().includes(wanted) || each.id.toLowerCase().includes(wanted),
        )
      : [];
    const items = hits.slice(0, 20).map((/** @type {{id: string, name: string, state: string}} */ each) => {
      const link = document.createElement("a");
      link.href = `${base}institutions/${each.id}/index.html`;
      link.textContent = each.name;
      const item = document.createElement("li");
      item.append(link, ` ${each.id}，${each.state}`);
      return item;
    });
    list.replaceChildren(...items);
    const status = /** @type {HTMLElement} */ (document.getElementById("found"));
    status.textContent = wanted ? `${hits.length} 个机构${hits.length > 20 ? "，列出前 20 个" : ""}` : "";
  };
  input.addEventListener("input", show);
  addEventListener("pageshow", show); // after Back the browser has put back what was written
}

countRows();
tellAge();
offerCopies();
offerInstitutions();
