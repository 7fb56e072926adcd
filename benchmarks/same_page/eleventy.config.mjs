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

function body({ heads, rows }) {
  const starts = heads.map(
    ({ heading, style }) => `<td data-label="${escape(heading)}"${style ? ` class="${style}"` : ""}>`,
  );
  return rows.map((row) => `<tr>${row.map((cell, i) => `${starts[i]}${cell}</td>`).join("")}</tr>`).join("\n");
}

function table({ headings, rows }, caption, base) {
  const heads = headings.map((heading, i) => ({ heading, style: i ? "" : "lead" }));
  const inside = body({ heads, rows: rows.map((row) => row.map((each) => anchor(each, base))) });
  return `<div class="scroll">
<table class="grid${heads.length > 5 ? " stack" : ""}">
  <caption>${escape(caption)}</caption>
  <thead><tr>${headings.map((heading) => `<th scope="col">${escape(heading)}</th>`).join("")}</tr></thead>
  <tbody>
  ${inside}
  </tbody>
</table>
</div>
`;
}

export default function (config) {
  config.addFilter("anchor", anchor);
  config.addFilter("anchors", (pieces, base) => pieces.map((each) => anchor(each, base)).join("、"));
  config.addFilter("article", article);
  config.addFilter("body", body);
  config.addFilter("longest", (texts) => Math.max(...texts.map(({ text }) => text.length)));
  config.addFilter("table", table);
}
