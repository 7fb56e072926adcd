// Which institution is meant by what was written: a name, now or once, a brand, an id or a credit code.

/** @import { Resolved } from "../../types" */

import { findInstitutions, hearAll, suggestInstitutions } from "./institutions.js";
import { institutions } from "./lookup.js";
import { simplify } from "./match.js";
import { load } from "./site.js";

/**
 * The institutions that are meant: those whose id, code or whole name, now or once, or brand was given, or all
 * that fit; `certain` where what was given is in what the register has of them.
 * @param {string} text
 * @returns {Promise<Resolved>}
 */
export async function resolveInstitution(text) {
  const index = await institutions();
  const key = simplify(index.language, text);
  const same = index.rows.filter((row) => row.id === text || (key && [row.key, ...row.aliasKeys].includes(key)));
  if (same.length) return { rows: same, certain: true };
  const exact = await findInstitutions(index, load, text);
  if (!exact.hits.length) await hearAll(index, load, text);
  const result = exact.hits.length ? exact : await suggestInstitutions(index, load, text);
  const hits = result.hits.sort((a, b) => a.rank - b.rank || a.row.order - b.row.order);
  return { rows: hits.map(({ row }) => row), certain: result.certain };
}
