import type { SegmentReport } from "./wire-report";
import { plainDecimal, readDate } from "./wire-values";

/**
 * Reads a receipt that is written as Routee's nearly always are, in a tenth of the time that the schema takes; what is
 * odd in any way is left to the schema, which knows every way in which Routee was seen to write. Pure.
 * @returns what the schema would read, or null when it has to be asked.
 */
export function readUsualReceipt(json: unknown): SegmentReport | null {
  if (!isObject(json) || !isObject(json.status)) return null;
  const { messageId, smsId, label, country, operator, part, parts, latency, price } = json;
  if (typeof messageId !== "string" || messageId === "") return null;
  if (!isText(smsId) || !isText(label) || !isText(country) || !isText(operator)) return null;
  if (!isWhole(part, 1, 255) || !isWhole(parts, 1, 255) || !isWhole(latency, 0, INT32_MAX)) return null;
  if (price != null && !(typeof price === "number" && price >= 0 && price < 1e9)) return null;
  const state = readState(json.status);
  if (!state) return null;
  return {
    messageId,
    smsId: smsId || null,
    part: part ?? null,
    parts: parts ?? null,
    price: price == null ? null : plainDecimal(price),
    country: country || null,
    operator: operator || null,
    latency: latency ?? null,
    label: label || null,
    ...state,
    raw: json,
  };
}

const INT32_MAX = 2 ** 31 - 1;

function readState(status: Readonly<Record<string, unknown>>): Pick<SegmentReport, "status" | "at" | "reason"> | null {
  const { name, updatedDate, reason } = status;
  if (typeof name !== "string" || name === "" || name.length > 100 || name !== name.trim()) return null;
  const at = readMoment(updatedDate);
  if (!at) return null;
  if (reason == null) return { status: name, at, reason: null };
  if (!isObject(reason) || !isText(reason.detailedStatus) || !isText(reason.description)) return null;
  const [detailedStatus, description] = [reason.detailedStatus ?? "", reason.description ?? ""];
  return {
    status: name,
    at,
    reason: detailedStatus || description ? { detailedStatus, description } : null,
  };
}

/** What exists in every month and hour from 1970 on; the last days of months are looked up in the calendar. */
const TO_THE_SECOND =
  /^(?:19[7-9]\d|2\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}Z$/;

/** A time as ISO 8601 UTC with milliseconds. */
function readMoment(value: unknown): string | null {
  if (typeof value === "string" && TO_THE_SECOND.test(value)) return `${value.slice(0, 19)}.000Z`;
  return readDate(value)?.toISOString() ?? null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string | null | undefined => value == null || typeof value === "string";

const isWhole = (value: unknown, least: number, most: number): value is number | null | undefined =>
  value == null || (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most);
