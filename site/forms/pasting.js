// A table from a spreadsheet, pasted into a list of rows.

/**
 * @param {any} rows the editor of the list
 */
export function offerTable(rows) {
  void rows;
}
