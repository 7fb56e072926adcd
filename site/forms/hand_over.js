// What a form gives: the file's place and name, and the way to the forge where it is made or changed.

const PART = /\{(\w+)\}/g;
const MOST = 99; // files of one day and kind

/**
 * The values in the path of a record: its own, and those of the institution in whose dossier it lies.
 * @param {Record<string, any>} data
 * @param {{ id: string, area: string } | undefined} institution
 * @returns {Record<string, any>}
 */
export function listNames(data, institution) {
  // An application has the whole institution in it: of a new one nothing else is known.
  return { ...data.filing, ...data, ...institution };
}

/**
 * A path from the register's root, of what is known in the folder of an institution, or in none.
 * @param {Record<string, any> | undefined} institution
 * @param {string} path
 */
export function joinPath(institution, path) {
  return institution?.folder ? `${institution.folder}/${path}` : path;
}

/**
 * Puts the paths of records in order, by the numbers in them: -10 comes after -2.
 * @param {string} one
 * @param {string} other
 */
export function comparePaths(one, other) {
  return one.localeCompare(other, "en", { numeric: true });
}

/**
 * The path of a record from the register's root, as generator/registry/entry/new_files.py finds it; "" where a value
 * in it is not known.
 * @param {string} template
 * @param {Record<string, any>} names
 * @param {string[]} taken the paths at which there are files
 */
export function findPath(template, names, taken) {
  // A number that need not be there is left out of the first.
  const [first, from] = template.includes("[") ? [template.replace(/\[.*\]/, ""), 2] : [template, 1];
  if ([...first.matchAll(PART)].some(([, name]) => name !== "nn" && names[name] === undefined)) return "";
  const numbers = Array.from({ length: MOST - from + 1 }, (_, i) => String(from + i).padStart(2, "0"));
  const numbered = template.replace(/[[\]]/g, "");
  const more = template.includes("{nn}") ? numbers.map((nn) => fill(numbered, { ...names, nn })) : [];
  const paths = [...(first.includes("{nn}") ? [] : [fill(first, names)]), ...more];
  return paths.map((each) => `records/${each}`).find((each) => !taken.includes(each)) ?? "";
}

/**
 * @param {string} template
 * @param {Record<string, any>} names
 */
function fill(template, names) {
  return template.replace(PART, (_, name) => String(names[name]));
}

/**
 * Where a file is made on the forge, and whether its name and its text go along.
 * @param {Record<string, any>} forge
 * @param {string} path
 * @param {string} text
 */
export function linkNew(forge, path, text) {
  const [, folder, name] = /^(.*)\/([^/]*)$/.exec(path) ?? [path, "", path];
  const link = forge.new.replace("{folder}", quotePath(folder)).replace("{name}", encodeURIComponent(name));
  const filled = link.replace("{text}", encodeURIComponent(text));
  const fits = link.includes("{text}") && filled.length <= forge.longest;
  return { link: fits ? filled : link.replace("{text}", ""), hasText: fits, hasName: forge.new.includes("{name}") };
}

/**
 * Where a file is changed on the forge.
 * @param {Record<string, any>} forge
 * @param {string} path
 */
export function linkEdit(forge, path) {
  return forge.edit.replace("{path}", quotePath(path));
}

/** @param {string} path */
function quotePath(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}

/**
 * What a file is called that may come by mail, where no folder tells whose it is: the institution, the file, its kind.
 * @param {import("./form.js").State} state
 * @param {string} path
 */
export function nameSaved({ about, institution, editor }, path) {
  const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\.yml$/, "");
  const owner = institution?.name ?? editor.getValue().filing?.name;
  return `${[owner, stem, !stem.includes(about.name) && about.name].filter(Boolean).join("-")}.yml`;
}

/**
 * Saves a text as a file.
 * @param {string} name
 * @param {string} text
 */
export function saveText(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/yaml" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
