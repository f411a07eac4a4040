import { isStorable } from "@/lib/platform/storable";
import { isE164 } from "@/lib/sms/phone";
import { MAX_BODY, type Rejection, type RejectionCode } from "./contract";
import { fill, type Template, variableOf } from "./placeholders";

/**
 * Checks recipients one by one. Written by hand, since there can be 100,000 of them: a schema would make an object for
 * each. Pure but for what it remembers: which numbers it has seen.
 */

/** A recipient that is fine. `variables` holds only what the text has a place for; null when that is nothing. */
export interface Recipient {
  row: number;
  to: string;
  variables: Record<string, string> | null;
}

/** What copying brings along: spaces, brackets, dots, hyphens and what cannot be seen. */
const DECORATION = /[\s().\-\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
/** So much of what is no number is told back. */
const TOLD = 40;

/** Makes a check for the recipients of one text; each is given its row, from 1. */
export function recipientChecker(
  template: Template,
  fallback: Readonly<Record<string, string>> = {},
): (input: unknown, row: number) => Recipient | Rejection {
  const seen = new Set<string>();
  const names = [...new Set(template.names)];

  return (input, row) => {
    if (typeof input !== "object" || input === null || Array.isArray(input))
      return refuse(row, input, "invalid_recipient");
    const { to: given, variables = null, ...others } = input as Record<string, unknown>;
    if (Object.keys(others).length > 0) return refuse(row, given, "unknown_field");
    const to = typeof given === "string" ? given.replace(DECORATION, "") : "";
    if (!isE164(to)) return refuse(row, given, "invalid_number");
    if (seen.has(to)) return refuse(row, to, "duplicate");
    const values = readVariables(variables);
    if (values === null) return refuse(row, to, "invalid_variables");
    if (names.length === 0) return accept(row, to, null);
    if (names.some((name) => variableOf(name, values, fallback) === undefined))
      return refuse(row, to, "missing_variable");
    const own: Record<string, string> = {};
    for (const name of names) if (Object.hasOwn(values, name)) own[name] = values[name] ?? "";
    const problem = textProblem(fill(template, own, fallback) ?? "");
    return problem ? refuse(row, to, problem) : accept(row, to, own);
  };

  function accept(row: number, to: string, variables: Recipient["variables"]): Recipient {
    seen.add(to);
    return { row, to, variables };
  }
}

/** Whether a check found something wrong. */
export function isRejection(checked: Recipient | Rejection): checked is Rejection {
  return "code" in checked;
}

/** Texts by name; numbers are written out. Null when it is something else. */
function readVariables(input: unknown): Record<string, string> | null {
  if (input === null) return {};
  if (typeof input !== "object" || Array.isArray(input)) return null;
  // Without a prototype a name like __proto__ is a name like any other.
  const values: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(input)) {
    if (typeof value === "string") values[name] = value;
    else if (typeof value === "number") values[name] = String(value);
    else return null;
  }
  return values;
}

function textProblem(text: string): RejectionCode | null {
  if (text.length > MAX_BODY && [...text].length > MAX_BODY) return "body_too_long";
  if (text.trim() === "") return "body_empty";
  if (!isStorable(text)) return "invalid_character";
  return null;
}

function refuse(row: number, given: unknown, code: RejectionCode): Rejection {
  const told = typeof given === "string" ? given : given === undefined ? "" : (JSON.stringify(given) ?? "");
  // PostgreSQL holds neither NUL nor half a surrogate pair.
  return { row, to: told.slice(0, TOLD).replaceAll("\u0000", "\uFFFD").toWellFormed(), code };
}
