// Calls a function of the site's scripts that needs no page: `node call.mjs FILE NAME`, a JSON list of the arguments of each
// call on standard input. It prints a JSON list of what they give.

import { readFileSync } from "node:fs";

const [file, name] = process.argv.slice(2);
const module = await import(file);
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map((values) => module[name](...values))));
