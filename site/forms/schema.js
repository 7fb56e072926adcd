// A bundled schema, walked as generator/registry/records/schemas.py walks the schemas: what a `$ref` names stands in
// its `$defs`, and of a nullable the other branch counts.

/** @typedef {Record<string, any>} Schema */

/** The key by which what a nullable resolves to says that it may be null. */
export const NULLABLE = "nullable";

/** @param {any} branch */
const isNull = (branch) => branch.type === "null";

/** @type {WeakMap<Schema, Schema>} */
const resolved = new WeakMap();

/**
 * Follows `$ref` and the first branch of a nullable; what is said at the place of use wins.
 * @param {Schema} root
 * @param {Schema} schema
 * @returns {Schema}
 */
export function resolve(root, schema) {
  if (!("$ref" in schema || "anyOf" in schema)) return schema;
  const stored = resolved.get(schema) ?? follow(root, schema);
  resolved.set(schema, stored);
  return stored;
}

/**
 * @param {Schema} root
 * @param {Schema} schema
 * @returns {Schema}
 */
function follow(root, schema) {
  const { $ref, anyOf, ...own } = schema;
  if ($ref) return resolve(root, { ...getTarget(root, $ref), ...(anyOf && { anyOf }), ...own });
  return resolve(root, { ...anyOf[0], [NULLABLE]: anyOf.some(isNull), ...own });
}

/**
 * What a `$ref` names, by its JSON Pointer.
 * @param {Schema} root
 * @param {string} reference
 * @returns {Schema}
 */
function getTarget(root, reference) {
  const parts = reference.replace(/^#\/?/, "").split("/").filter(Boolean);
  return parts.reduce((/** @type {any} */ place, part) => place[unescapePart(part)], root);
}

/**
 * The properties of an object schema by name, each resolved.
 * @param {Schema} root
 * @param {Schema} schema
 * @returns {[string, Schema][]}
 */
export function getProperties(root, schema) {
  const own = Object.entries(resolve(root, schema).properties ?? {});
  return own.map(([name, below]) => [name, resolve(root, below)]);
}

/**
 * The resolved schema of what stands at a path into a record; nothing is known of what the schema lacks.
 * @param {Schema} root
 * @param {(string | number)[]} parts
 * @returns {Schema}
 */
export function resolvePath(root, parts) {
  let place = resolve(root, root);
  for (const part of parts) {
    const below = typeof part === "number" ? place.items : place.properties?.[part];
    if (!below) return {};
    place = resolve(root, below);
  }
  return place;
}

/**
 * Whether a group says what was changed of an institution: which of its fields, and that before and after.
 * @param {Schema} group resolved
 */
export function isChange(group) {
  return "x-fields" in (group.properties?.field ?? {});
}

/** @param {string} part */
const unescapePart = (part) => decodeURIComponent(part).replace(/~1/g, "/").replace(/~0/g, "~");

/**
 * The names and numbers of a path as the editor has it: root.courses.0.
 * @param {string} path
 * @returns {(string | number)[]}
 */
export function splitPath(path) {
  return path.split(".").slice(1).map(readPart);
}

/** @param {string} part */
const readPart = (part) => (/^[0-9]+$/.test(part) ? Number(part) : part);

/**
 * The names and numbers of a JSON Pointer.
 * @param {string} pointer
 * @returns {(string | number)[]}
 */
export function splitPointer(pointer) {
  const parts = pointer.split("/").slice(1);
  return parts.map((part) => readPart(part.replace(/~1/g, "/").replace(/~0/g, "~")));
}
