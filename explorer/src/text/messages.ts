/** What a reader of scenario files is told, in English; the same words as `hushed check` prints. */

/** Kinds of values and what may be written, in plain words. */
export const kinds = {
  truth: "a truth value",
  whole: "a whole number",
  number: "a number",
  text: "text",
  date: "a date or time",
  table: "a table",
  array: "an array",
  other: "something else",
  quoted: "text in quotes",
  trueOrFalse: "true or false",
  schedule: "a schedule { at = [rounds], value = [numbers] }",
  another: "another value",
  nothing: "nothing",
  beyond: "a whole number beyond 64 bits",
  finite: "any finite number",
  tagged: (tag: string, names: string) => `a table with '${tag}' (${names})`,
  or: " or ",
  between: (low: string, high: string) => `${low} to ${high}`,
  from: (words: string, span: string) => `${words} from ${span}`,
  above: (limit: string) => `above ${limit}`,
  orMore: (limit: string) => `${limit} or more`,
  below: (limit: string) => `below ${limit}`,
  atMost: (limit: string | number) => `at most ${limit}`,
};

/** Closing hints. */
export const hints = {
  near: (name: string) => `; did you mean '${name}'?`,
  all: (names: string) => `; allowed: ${names}`,
};

/** One mistake at a path: what is wrong and what is allowed. */
export const wrong = {
  unknownKey: (hint: string) => `unknown key${hint}`,
  missing: (wanted: string) => `missing; wanted: ${wanted}`,
  missingTag: (names: string) => `missing; allowed: ${names}`,
  foundTag: (found: string, names: string) => `found ${found}; allowed: ${names}`,
  unknownTag: (tag: string, name: string, hint: string) => `unknown ${tag} ${name}${hint}`,
  length: (count: number, limit: string) => `${count} ${count === 1 ? "element" : "elements"}; allowed: ${limit}`,
  range: (found: string, allowed: string) => `${found} is out of range; allowed: ${allowed}`,
  finite: (found: string, allowed: string) => `${found} is not a finite number; allowed: ${allowed}`,
  notAllowed: (found: string, hint: string) => `${found} is not allowed${hint}`,
  longText: (count: number, most: number) => `${count} characters; allowed: at most ${most}`,
  type: (found: string, wanted: string) => `found ${found}; wanted: ${wanted}`,
  beyond: (allowed: string) => `a whole number beyond 64 bits; allowed: ${allowed}`,
  inexact: (allowed: string) => `a whole number too large for this page to hold exactly; allowed: ${allowed}`,
};

/** Rules between fields, which no schema can say. */
export const rules = {
  version: "must be the whole number 1",
  title: "a title is one line of printable characters",
  rise: (later: string, earlier: string) => `rounds must rise; ${later} comes after ${earlier}`,
  pairs: (at: number, value: number) => `'at' has ${at} rounds but 'value' has ${value} numbers`,
  order: (low: string, high: string) => `low must not be above high; low is ${low} and high is ${high}`,
  trait: (name: string, allowed: string, distribution: string, reach: string) =>
    `${name} must be ${allowed}; this ${distribution} distribution ${reach}`,
  fromTo: (low: string, high: string) => `from ${low} to ${high}`,
  reachIs: (value: string) => `is ${value}`,
  reach: (low: string, high: string) => `reaches from ${low} to ${high}`,
  even: (lowest: number, found: string) =>
    `mean_degree must be an even number, ${lowest} or more; this is ${found}`,
  blocks: "blocks must be a whole number from 1, or a list of shares above 0 that add up to 1",
  blockShares: (sum: string) => `the shares in blocks must add up to 1; these add up to ${sum}`,
  adaptive:
    "an adaptive authority sets tolerance, severity and surveillance itself; give them numbers, not schedules",
  degree: (degree: string, people: number) =>
    `mean_degree is ${degree}, but among ${people} people nobody can have more than ` +
    (people === 2 ? "1 friend" : `${people - 1} friends`),
  communities: (blocks: number, people: number) =>
    `blocks asks for ${blocks} communities; there are only ${people} people`,
  pairsThere: (degree: string, within: string, wanted: string, place: string, there: string) =>
    `mean_degree ${degree} with within ${within} asks for ${wanted} ties ${place} communities, where there are ` +
    `${there} pairs; lower mean_degree, or change within or blocks`,
  inside: "inside",
  betweenThem: "between",
  regular: (people: number, degree: number) =>
    `${people} people cannot have exactly ${degree} friends each: population times mean_degree must be even; ` +
    "change one of them by 1",
  file: "ties read from a file; this page draws its own ties and reads no files of them: use `hushed run`",
};

/** A scenario text that cannot be read at all. */
export const unreadable = {
  large: "larger than 1 MB; a scenario is a page of text",
  binary: "is a binary file; a scenario is TOML text",
  deep: "not valid TOML: nested too deeply",
  beyond: "not valid TOML: a whole number beyond 64 bits",
  levels: (most: number) => `tables and arrays nested more than ${most} deep; a scenario needs four`,
  atEnd: (what: string) => `not valid TOML at the end of the file: ${what}`,
  at: (column: number, what: string) => `not valid TOML at column ${column}: ${what}`,
  inlineLines: "a table in braces is written on one line, without a comma at its end",
  escape: "unknown escape in a string",
  newer: (found: string) =>
    `schema: ${found} is newer than this hushed, which reads schema 1; update hushed to run it`,
  noVersion: (found: string) => `schema: ${found} is no version of the format; allowed: 1`,
  more: (count: number) => `and ${count} mistakes more`,
};

/** Changes that cannot be made. */
export const refused = {
  scenario: "the scenario",
  noParts: (outer: string, found: string) => `${outer} is ${found}, and has no parts; set ${outer} as a whole`,
  isTable: (outer: string, part: number) => `${outer} is a table; name its key in place of ${part}`,
  isArray: (outer: string) => `${outer} is an array; give the number of an element, from 0`,
  noElement: (outer: string, part: number, count: number) =>
    `${outer} has no element ${part}; ${count ? `the last is ${count - 1}` : "it is empty"}`,
};
