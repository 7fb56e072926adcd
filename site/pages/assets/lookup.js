// What the scripts that look something up share: the institutions and the courses, each read once.

/** @import { CourseIndex, Index } from "../../types" */

import { openInstitutions } from "./institutions.js";
import { openCourses } from "./postings.js";
import { load } from "./site.js";

/** @type {Promise<Index> | undefined} */
let opened;

/**
 * All institutions and the words by which they are compared; read once.
 * @returns {Promise<Index>}
 */
export function institutions() {
  const found = opened || openInstitutions(load);
  opened = found;
  found.catch(() => (opened = undefined));
  return found;
}

/** @type {Map<string, Promise<CourseIndex>>} */
const courseIndexes = new Map();

/**
 * The courses of this year and the next ("courses"), or the titles of all other plans ("past"); read once.
 * @param {"courses" | "past"} name
 * @returns {Promise<CourseIndex>}
 */
export function courses(name) {
  const found = courseIndexes.get(name) || openCourses(load, `search/${name}`);
  courseIndexes.set(name, found);
  found.catch(() => courseIndexes.delete(name));
  return found;
}
