// What our templates call by name, for Eleventy: the filters of registry/publish/html_tables.py.

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
const escape = (text) => String(text).replace(/[&<>"']/g, (sign) => SIGNS[sign]);

function anchor({ text, href }, base) {
  if (!href) return escape(text);
  const address = /^(http|mailto:)/.test(href) ? `${escape(href)}" rel="nofollow` : `${base}${escape(href)}`;
  return `<a href="${address}">${escape(text)}</a>`;
}

function article(found, base) {
  return found ? `<a class="article" href="${base}regulation/#${escape(found.anchor)}">${escape(found.label)}</a>` : "";
}

function body({ rows }) {
  return rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n");
}

function table({ headings, rows }, caption, base) {
  const stacked = headings.length > 5;
  const start = (i) => (stacked ? `<td${i ? "" : ' class="lead"'} data-label="${escape(headings[i])}">` : "<td>");
  const cells = (row) => row.map((each, i) => `${start(i)}${anchor(each, base)}</td>`).join("");
  const inside = rows.map((row) => `<tr>${cells(row)}</tr>`).join("\n");
  return `<div class="scroll">
<table class="grid${stacked ? " stack" : ""}">
  <caption>${escape(caption)}</caption>
  <thead><tr>${headings.map((heading) => `<th scope="col">${escape(heading)}</th>`).join("")}</tr></thead>
  <tbody>
  ${inside}
  </tbody>
</table>
</div>
`;
}

function value({ form, label, value }, base) {
  if (form === "Text") return anchor(value, base);
  if (form === "Group") return facts(value.facts, base);
  if (form === "Grid") return table(value, label, base);
  const pieces = value.map((each) => anchor(each, base));
  const long = value.some(({ text }) => text.length > 12);
  return pieces.length > 1 && long ? `<ul>${pieces.map((each) => `<li>${each}</li>`).join("")}</ul>` : pieces.join("、");
}

function facts(found, base) {
  const rows = (found ?? []).map((fact) => {
    const style = ["Group", "Grid"].includes(fact.form) ? ' class="wide"' : "";
    return `<div${style}>
<dt>${escape(fact.label)}</dt><dd>${value(fact, base)}</dd>
</div>
`;
  });
  return `<dl class="facts">
${rows.join("")}</dl>
`;
}

function head({ heading, style }, span = "") {
  return `<th scope="col"${span}${style && style !== "lead" ? ` class="${style}"` : ""}>${escape(heading)}</th>`;
}

function groupedHeads({ heads }) {
  const first = ({ group }, i) => !group || heads[i - 1].group !== group;
  const above = heads.filter(first).map((each) => {
    const inside = heads.filter(({ group }) => group === each.group).length;
    return each.group
      ? `<th scope="colgroup" colspan="${inside}">${escape(each.group)}</th>`
      : head(each, ' rowspan="2"');
  });
  const below = heads.filter(({ group }) => group).map((each) => head(each));
  return `<tr>${above.join("")}</tr><tr>${below.join("")}</tr>`;
}

// No table of the corpus has more than fifty rows.
function columns(found, caption, classes) {
  const heads = found.heads.some(({ group }) => group)
    ? groupedHeads(found)
    : `<tr>${found.heads.map((each) => head(each)).join("")}</tr>`;
  return `<div class="scroll">
<table class="grid stack ${classes}${found.classes}">
<caption>${escape(caption)}</caption>
<thead>${heads}</thead>
<tbody>
${body(found)}
</tbody>
</table>
</div>
`;
}

function items(texts) {
  if (!texts.some((text) => text.includes("；"))) return texts.join("；");
  return texts.length === 1 ? texts[0] : texts.map((text, i) => `（${i + 1}）${text.replace(/。+$/, "")}`).join("");
}

export default function (config) {
  config.addFilter("anchor", anchor);
  config.addFilter("facts", facts);
  config.addFilter("article", article);
  config.addFilter("columns", columns);
  config.addFilter("day", (day) => day); // data have days in words
  config.addFilter("items", items);
  config.addFilter("unbroken", (text) => text); // marks up no words, and words are what is compared
  config.addFilter("record_anchor", (path) => `f-${path.replace(/^(records\/institutions\/[^/]*\/[^/]*\/)|\.yml$/g, "").replaceAll("/", "-")}`);
}
