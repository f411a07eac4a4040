import { senderIdProblem } from "@/lib/sms/sender-id";
import { INVALID_SENDER, type Reply } from "./exchange";
import type { Callback } from "./message";

/** Reads the fields that single messages and campaigns share. Pure: what is wrong is noted in `problems`. */

/** The fields of a JSON object; null for any other JSON. */
export function fieldsOf(json: unknown): Record<string, unknown> | null {
  return typeof json === "object" && json !== null && !Array.isArray(json) ? { ...json } : null;
}

const LIMITS = { body: 1600, label: 350, ttl: 4320 };

export type Problems = Record<string, string>;

/** Null when the field is not given; a problem is noted when `read` gives nothing. */
export function optional<T>(
  fields: Record<string, unknown>,
  problems: Problems,
  name: string,
  read: (value: unknown) => T | undefined,
): T | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  const good = read(value);
  if (good === undefined) problems[name] = `invalid value for ${name}`;
  return good ?? null;
}

export const asBoolean = (value: unknown) => (typeof value === "boolean" ? value : undefined);
export const asText = (value: unknown) => (typeof value === "string" ? value : undefined);

/** E.164; a number with country code but without `+` is taken as if it had one, as captured. Null for no number. */
export function readNumber(value: unknown): string | null {
  if (typeof value !== "string" || !/^\+?[1-9]\d{6,14}$/.test(value)) return null;
  return value.startsWith("+") ? value : `+${value}`;
}

export function readBody(fields: Record<string, unknown>, problems: Problems): string {
  const body = asText(fields.body) ?? "";
  if (body === "") problems.body = "may not be empty";
  else if ([...body].length > LIMITS.body) problems.body = `at most ${LIMITS.body} characters`;
  return body;
}

/** @param fallback the application's default sender. */
export function readSender(fields: Record<string, unknown>, problems: Problems, fallback: string | null): string {
  const from = asText(fields.from) || (fallback ?? "");
  if (from === "") problems.from = "may not be empty";
  return from;
}

/** Routee's refusal of a sender ID; null when it is good. */
export const senderRefusal = (from: string): Reply | null => (senderIdProblem(from) === null ? null : INVALID_SENDER);

export const asLabel = (value: unknown) =>
  typeof value === "string" && value.length <= LIMITS.label ? value : undefined;

/** Minutes. */
export const asTtl = (value: unknown) =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= LIMITS.ttl ? value : undefined;

/** @param fallback the strategy where none is given. */
export const asCallback =
  (fallback: Callback["strategy"]) =>
  (value: unknown): Callback | undefined => {
    const { url, strategy = fallback } = fieldsOf(value) ?? {};
    if (typeof url !== "string" || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return undefined;
    return strategy === "OnChange" || strategy === "OnCompletion" ? { url, strategy } : undefined;
  };
