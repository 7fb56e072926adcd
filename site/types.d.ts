// What the site's scripts read and hand to each other, for `tsc`; nothing of it goes into the site.

declare global {
  interface Window {
    /** What a script that stands for a JSON file has handed over; see `load` in lookup.js. */
    handedOver: unknown;
  }
}

/** A code and what it is called: [code, label], of a state also the tone of its badge. */
export type Named = [string, string];
export type State = [string, string, string];

/** search/institutions.json: columns, packed by registry/publish/search/institutions.py. */
export interface Columns {
  areas: Named[];
  fields: string[];
  modes: string[];
  states: State[];
  batches: Named[];
  initials: Record<string, string>;
  spelled: Record<number, string>;
  id: string;
  name: string;
  former: Record<number, string[]>;
  aliases?: Record<number, string[]>;
  area: string;
  field: string;
  mode: string;
  state: string;
  batch: string;
  codes: number;
}

/** An institution of the look-up. */
export interface Row {
  id: string;
  name: string;
  former: string[];
  aliases: string[];
  area: Named;
  fields: string[];
  modes: string[];
  states: State[];
  batches: Named[];
  listed: number;
  key: string;
  formerKeys: string[];
  aliasKeys: string[];
  spelled: string[];
  others: string[];
  order: number;
  areaOrder: number;
}

export interface Index {
  rows: Row[];
  codeFiles: number;
}

export interface Ranked {
  row: Row;
  rank: number;
}

/** A title of search/courses/: title, field, mode, number of plans, offers (id/year/course), initials. */
export type Title = [string, string, string, number, string[], string];

export interface Plan {
  year: number;
  course: string;
  passed: boolean;
}

export interface CourseHit {
  title: string;
  field: string;
  mode: string;
  held: Map<Row, Plan[]>;
  newest: number;
  unlisted: number;
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

export interface Answer {
  good: boolean;
  reasons: HTMLElement[];
}

/** What a link says, and the values that it asks with. */
export type Choice = [string, Record<string, string>];

export type Verdict = "shown" | "not-shown" | "outside" | "to-come";
