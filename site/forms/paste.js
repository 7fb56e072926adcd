// A table from a clipboard.

/**
 * The cells of a table.
 * @param {string} text
 * @returns {string[][]}
 */
export function readTable(text) {
  return text.split(/\r?\n/).map((line) => line.split("\t"));
}
