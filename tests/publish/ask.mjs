// Asks the site's own matcher without a browser: `node ask.mjs ASSETS SITE [weigh]`, the queries as a JSON list on
// standard input. It prints of each query the names that come first and, to weigh it, how many bytes were fetched,
// packed: before the first answer and for each as if it were the first.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [assets, site, weigh] = process.argv.slice(2);
const { compareBy, divide, findAll } = await import(join(assets, "find.js"));
const { openInstitutions } = await import(join(assets, "institutions.js"));
const { findElsewhere } = await import(join(assets, "match.js"));
const { holds, openCourses } = await import(join(assets, "postings.js"));

const FIRST = 3;
const fetched = new Map();
let bytes = 0;
const load = async (path) => {
  if (!fetched.has(path)) {
    const text = readFileSync(join(site, path));
    if (weigh) bytes += gzipSync(text, { level: 6 }).length;
    fetched.set(path, JSON.parse(text));
  }
  return fetched.get(path);
};
const weighed = async (work) => {
  bytes = 0;
  const found = await work();
  return [found, bytes];
};

const [indexes, before] = await weighed(async () => ({
  load,
  index: await openInstitutions(load),
  coming: await openCourses(load, "search/courses"),
  past: await openCourses(load, "search/past"),
}));
const kept = [...fetched.keys()];

async function ask(text) {
  const found = await findAll(indexes, text, []);
  const hits = found.hits.hits.sort(compareBy(""));
  const { next, over } = divide(indexes.coming, found.next);
  const rows = await Promise.all(next.slice(0, 10).map(indexes.coming.row));
  const before = found.over || { order: [], words: [], certain: true };
  const past = await Promise.all(before.order.slice(0, FIRST).map(indexes.past.row));
  return {
    near: found.near,
    institutions: hits.slice(0, FIRST).map(({ row }) => row.name),
    courses: rows.filter((row) => holds(row, indexes.index, found.next)).slice(0, FIRST).map(([title]) => title),
    past: past.filter((row) => holds(row, indexes.index, before)).map(([title]) => title),
    pages: found.hits.pages,
    elsewhere: findElsewhere(indexes.index.language, text).map(({ title }) => title),
    counts: [hits.length, next.length, over.length + before.order.length],
  };
}

const answers = [];
for (const query of JSON.parse(readFileSync(0, "utf-8"))) {
  if (weigh) {
    for (const path of fetched.keys()) if (!kept.includes(path)) fetched.delete(path);
    indexes.coming = await openCourses(load, "search/courses");
    indexes.past = await openCourses(load, "search/past");
  }
  const [answer, more] = await weighed(() => ask(query));
  answers.push({ query, ...answer, bytes: more });
}
console.log(JSON.stringify({ before, answers }));
