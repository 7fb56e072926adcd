// The courses, read once for all that look them up on a page; verification does without them.

/** @import { CourseIndex } from "../../types" */

import { openCourses } from "./postings.js";
import { load } from "./site.js";

/** @type {Map<string, Promise<CourseIndex>>} */
const courseIndexes = new Map();

/**
 * The courses of this year and the next ("courses"), or the titles of all other plans ("past"); read once.
 * @param {"courses" | "past"} name
 * @returns {Promise<CourseIndex>}
 */
export function courses(name) {
  const index = courseIndexes.get(name) || openCourses(load, `search/${name}`);
  courseIndexes.set(name, index);
  index.catch(() => courseIndexes.delete(name));
  return index;
}
