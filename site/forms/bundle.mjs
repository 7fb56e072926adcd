// `make bundle`: the script of the web forms in one file, a plain one, so that a form opens from a disk; beside it the
// licences of what is in it. Neither is edited by hand.
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const folder = process.argv[2];
const packages = ["@json-editor/json-editor", "yaml"];

/**
 * Of the library's themes and editors none is used: what lists them gives empty lists.
 * @param {any} made
 */
function leaveOut(made) {
  const unused = /^\.\/(themes|editors|templates|iconlibs)\/index\.js$/;
  made.onResolve({ filter: unused }, (/** @type {any} */ { path }) => ({ path, namespace: "empty" }));
  made.onLoad({ filter: /./, namespace: "empty" }, (/** @type {any} */ { path }) => ({
    contents: `export const ${path.split("/")[1]} = {};`,
  }));
}

await build({
  entryPoints: [here("main.js")],
  outfile: `${folder}/forms.js`,
  bundle: true,
  minify: true,
  format: "iife",
  target: "chrome90",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  plugins: [{ name: "without", setup: (made) => leaveOut(made) }],
});

const licences = packages.map((name) => {
  const { version, license } = JSON.parse(readFileSync(here(`../../node_modules/${name}/package.json`), "utf8"));
  const text = readFileSync(here(`../../node_modules/${name}/LICENSE`), "utf8");
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
});
writeFileSync(`${folder}/licences.txt`, licences.join("\n----\n\n"));
