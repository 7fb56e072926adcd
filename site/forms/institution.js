// What is known of an institution: the files in its folder, what of them stands where, what may come to them.

import { readRecord } from "./text.js";

/**
 * What was loaded of an institution, with its records by path: read from their texts as they are asked for, and
 * nothing of those whose text no form needs. What it is now is told by its own file where that is there.
 * @param {Record<string, any>} loaded
 * @returns {Record<string, any>}
 */
export function readInstitution(loaded) {
  const { texts = {}, files = [] } = loaded;
  const records = Object.fromEntries(files.map((/** @type {string} */ path) => [path, undefined]));
  for (const [path, text] of Object.entries(texts)) {
    Object.defineProperty(records, path, { enumerable: true, get: () => readRecord(text) });
  }
  return { ...loaded, records, present: loaded.present ?? records["institution.yml"] };
}
