import { storable } from "./storable";

/**
 * Arrays as PostgreSQL reads them (its manual, 8.15.2), for statements that take a whole group of rows as one array a
 * column. The driver's own way escapes and quotes every element, which for a row of thirty columns costs more than the
 * rest of it. Pure.
 */

/** What stands between the texts of {@link joined}: no JSON text has it, since JSON allows it only escaped. */
const SEPARATOR = "\u001f";

/** As SQL: a parameter made by {@link joined} as an array of texts. */
export const separated = (parameter: string): string => `string_to_array(${parameter}, E'\\x1f')`;

/** Numbers, truth values, UUIDs and ISO times, whose text needs no quotes. */
export function plainArray(values: readonly (string | number | boolean | null)[]): string {
  return `{${values.map((value) => value ?? "NULL").join(",")}}`;
}

/** Any texts; what PostgreSQL cannot hold becomes U+FFFD. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? "NULL" : element(value))).join(",")}}`;
}

/** Texts of JSON, as one text: cheaper than an array, in which every quote would be escaped. */
export function joined(jsons: readonly string[]): string {
  return jsons.join(SEPARATOR);
}

const SAFE = /^[\w.:+-]+$/;
const SPECIAL = /["\\]/;

function element(text: string): string {
  if (SAFE.test(text) && !(text.length === 4 && text.toUpperCase() === "NULL")) return text;
  const stored = storable(text);
  return `"${SPECIAL.test(stored) ? stored.replaceAll("\\", "\\\\").replaceAll('"', '\\"') : stored}"`;
}
