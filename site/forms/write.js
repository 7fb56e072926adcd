// A record as text: the one form in which `registry fix` leaves it.
import { stringify } from "yaml";

/**
 * The text of a record.
 * @param {any} schema
 * @param {any} data
 * @returns {string}
 */
export function writeRecord(schema, data) {
  void schema;
  return stringify(data, { lineWidth: 0 });
}
