import { invalid } from "./refusal";

/**
 * Reads the fields of a request as Routee does: numbers, texts and booleans stand for each other where they can, null
 * is as if the field were not there, and fields that nobody knows do not matter. Pure.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a JSON object. @throws {Refusal} for any other JSON. */
export function fieldsOf(json: unknown): Fields {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw invalid({ body: "The body has to be a JSON object." });
  if (!Object.values(json).includes(null)) return json as Fields;
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
}

/** What the field says, as a text; other JSON stays what it is, to be refused by its name. */
export function asText(value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

export function asNumber(value: unknown): unknown {
  return typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
}

export function asBoolean(value: unknown): unknown {
  if (value === "true") return true;
  return value === "false" ? false : value;
}

/** A number with its country code, which may lack its plus sign. */
export function asRecipient(value: unknown): unknown {
  const text = asText(value);
  return typeof text === "string" && /^[1-9]\d{6,14}$/.test(text.trim()) ? `+${text.trim()}` : text;
}

/** A callback; without a strategy every change is called back. */
export function asCallback(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { url, strategy } = Object.fromEntries(Object.entries(value));
  return { url, strategy: strategy ?? "OnChange" };
}

/** Options that Routee has and Tidings does not: refused, since leaving them out would send something else. */
const NOT_OFFERED = {
  urlShortener: "Tidings does not shorten links.",
  restrictions: "Tidings does not pass restrictions on.",
  reminder: "Tidings sends no reminders.",
  contacts: "Tidings keeps no contacts: name the recipients in `to`.",
  groups: "Tidings keeps no groups: name the recipients in `to`.",
} as const;

/** @throws {Refusal} that names every option that is not offered. */
export function refuseNotOffered(fields: Fields, entity?: string): void {
  const asked = Object.entries(NOT_OFFERED).filter(([name]) => name in fields && !isEmpty(fields[name]));
  if (asked.length > 0) throw invalid(Object.fromEntries(asked), entity);
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
