// The institutions, read once for all that look them up on a page.

/** @import { Index } from "../../types" */

import { openInstitutions } from "./institutions.js";
import { load } from "./site.js";

/** @type {Promise<Index> | undefined} */
let opened;

/**
 * All institutions and the words by which they are compared; read once.
 * @returns {Promise<Index>}
 */
export function institutions() {
  const index = opened || openInstitutions(load);
  opened = index;
  index.catch(() => (opened = undefined));
  return index;
}
