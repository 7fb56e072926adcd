// What the site's scripts read and hand to each other, for `tsc`; nothing of it goes into the site.

declare global {
  interface Window {
    /** What a script that stands for a JSON file has handed over; see `load` in lookup.js. */
    handedOver: unknown;
    /** What the scripts beside the web forms have handed over, by name; see `loadData` in site/forms/data.js. */
    formData: Record<string, any>;
  }
}

/** A code and what it is called: [code, label], of a state also the tone of its badge. */
export type Named = [string, string];
export type State = [string, string, string];

/** Gives a JSON file of the site. */
export type Load = (path: string) => Promise<any>;

/** search/words.json, by registry/publish/search/words.py. */
export interface WordLists {
  synonyms: Record<string, string[]>;
  free: string[];
  generic: string[];
  pages: Record<string, string[]>;
  elsewhere: [string, string[], string, string][];
  readings: Record<string, string>;
  traditional: [string, string];
}

export interface Language {
  simple: Map<string, string>;
  meanings: Map<string, string[]>;
  free: Set<string>;
  generic: Set<string>;
  pages: Map<string, Set<string>>;
  elsewhere: Elsewhere[];
  syllables: Map<string, string>;
  heard: Set<string>;
  known: Set<string>;
  places: Set<string>;
}

/** What people look for here and the register does not hold, with its names and, of the city's own, where one asks. */
export interface Elsewhere {
  title: string;
  names: string[];
  text: string;
  link: string;
}

/** A word as it is compared: folded, and `also` what it may be called in records. */
export interface Word {
  text: string;
  also: string[];
  free: boolean;
  latin: boolean;
}

/** search/institutions.json: columns, packed by registry/publish/search/institutions.py. */
export interface Columns {
  areas: string[][];
  fields: string[];
  states: State[];
  spelled: Record<number, string>;
  id: string;
  name: string;
  former: Record<number, string[]>;
  aliases?: Record<number, string[]>;
  area: string;
  field: string;
  state: string;
}

/** search/listings.json. */
export interface Listings {
  modes: string[];
  batches: string[][];
  mode: string;
  batch: string;
}

/** An institution of the look-up; `area` is its id with its names, `batches` are ids with title and number. */
export interface Row {
  id: string;
  name: string;
  former: string[];
  aliases: string[];
  area: string[];
  fields: string[];
  states: State[];
  modes: string[];
  batches: string[][];
  listed: number;
  line: number;
  key: string;
  aliasKeys: string[];
  spelled: string[][];
  initials: string[];
  letters: string[];
  others: string[];
  areaKeys: string[];
  order: number;
  areaOrder: number;
}

export interface Index {
  rows: Row[];
  byId: Map<string, Row>;
  language: Language;
  areas: string[][];
  counts: { codes: number; keys: number; places: number };
}

/** What is looked up whole: ids of institutions, and pages as their address, a space and a title. */
export interface Lookups {
  ids: Set<string>;
  pages: string[];
}

export interface Ranked {
  row: Row;
  rank: number;
}

/** `certain`: every word fits as it was typed; `words` are those that fit. */
export interface Found {
  hits: Ranked[];
  certain: boolean;
  words: Word[];
  pages: string[];
}

/** search/courses/index.json and search/past/index.json, by registry/publish/search/courses.py. */
export interface PostingsInfo {
  units: number;
  files: number;
  block: number;
  big: Record<string, number>;
  month?: number;
  months?: number[];
  coming?: number;
  awaited?: number;
  /** Big lists are in two files: the numbers below it, and the others. */
  first?: number;
}

export interface CourseIndex {
  info: PostingsInfo;
  list(term: string): Promise<number[]>;
  row(number: number): Promise<any>;
  isBig(term: string): boolean;
  size(term: string): number;
  isWhole: boolean;
  whole?: CourseIndex;
}

/** Lists of rows, each with its rank; a row fits that is in one of them. */
export type Clause = [number[], number][];

/** Words, groups of marks of which a course has one each, and words of its audience. */
export interface CourseQuestion {
  text: string;
  marks: string[][];
  audience?: string;
  isNow?: boolean; // what is over is not asked for where nothing else fits
}

export interface CourseHits {
  order: number[];
  words: Word[];
  certain: boolean;
  /** Whether those that are over were left out. */
  isPart?: boolean;
}

/** A period, both days as 2026-03-15; an empty day is without limit. */
export interface Period {
  first: string;
  last: string;
}

export interface Standing {
  label: string;
  since?: string;
  reason: string;
  article?: { label: string; anchor: string };
  basis?: string;
  source?: string;
}

export interface Span extends Period {
  shown: boolean;
  states: Standing[];
}

export interface PlannedDays extends Period {
  since: string;
  until?: string;
  months: number[];
  source: string;
}

export interface Run extends Period {
  hours?: string;
  source: string;
}

export interface Course {
  year: number;
  id: string;
  title: string;
  days: PlannedDays[];
  told: string;
  runs: Run[];
  source: string;
}

/** verify/ID.json: an institution, by registry/publish/search/verification.py. */
export interface Institution {
  id: string;
  name: string;
  code: string;
  former: { name: string; changed: string }[];
  former_codes?: { code: string; changed: string }[];
  spans: Span[];
  courses: Course[];
  held?: boolean;
}

/** Why an answer is as it is: in words, with the article, or other basis, and the record that it rests on. */
export interface Reason {
  words: string;
  article?: { label: string; anchor: string };
  basis?: string;
  source?: string;
}

export interface Reasons {
  good: boolean;
  reasons: Reason[];
}

/** The day of which the register speaks. */
export interface Today {
  iso: string;
  text: string;
}

/** The answer to one question; without a code where several courses may be meant. `fit` is the course that shows it. */
export interface Judgement {
  code: Verdict | "";
  words: string;
  courses: Course[];
  fit?: Course;
}

/** The institutions that a text may mean; `certain` where it is in what the register has of them. */
export interface Resolved {
  rows: Row[];
  certain: boolean;
  /** Whether those that are over were left out. */
  isPart?: boolean;
}

/** A row that was pasted to be verified; `unclear` says what is missing in it, or cannot be read. */
export interface PastedRow {
  line: number;
  institution: string;
  course: string;
  days: string;
  period: Period | null;
  unclear: string;
}

export interface PastedTable {
  rows: PastedRow[];
  left: number;
}

export interface BulkAnswer {
  row: PastedRow;
  code: Verdict | "";
  words: string;
  file: Institution | null;
}

/** What a link says, and the values that it asks with. */
export type Choice = [string, Record<string, string>];

export type Verdict = "shown" | "not-shown" | "outside" | "to-come";

/** A row of search/courses/, by name. */
export interface PlannedCourse {
  title: string;
  institution: string;
  year: number;
  id: string;
  field: string;
  subject: string;
  mode: string;
  audience: string;
  months: number[];
  hours: string;
  fee: string;
  phone: string;
  awaited: number;
  benefit: number;
}

/** A row of search/past/: title, field, mode, number of plans, offers (id/year/course, with ? where not passed). */
export type PastTitle = [string, string, string, number, string[]];

/** All that a search looks into. */
export interface Indexes {
  load: Load;
  index: Index;
  coming: CourseIndex;
  past: CourseIndex;
}

/** Courses that were, from one of the indexes. */
export interface PastPart {
  from: CourseIndex;
  hits: CourseHits;
  numbers: number[];
}
