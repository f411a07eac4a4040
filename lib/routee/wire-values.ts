import { z } from "zod";

/** The single values in Routee's answers, which it writes in more than one way. Pure. */

/** Numbers, which some of Routee's answers write as text. */
export const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number),
]);

/** Words that may be missing: null then, and for everything that is none. */
export const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
  .transform((value) => (value === undefined || value === "" ? null : value));

/** A word of a list that Routee may lengthen, as it came. */
export const word = z.string().trim().min(1).max(100);

/** A time that has to be there. */
export const date = z.unknown().transform((value, context) => {
  const read = readDate(value);
  if (read) return read;
  context.addIssue({ code: "custom", message: "is no ISO 8601 time" });
  return z.NEVER;
});

/** A time that may be missing: null then, and for what is none. */
export const optionalDate = z.unknown().optional().transform(readDate);

/** Money that has to be there, as decimal text; a balance may be below zero. */
export const money = z
  .union([
    z.number().gt(-1e12).lt(1e12),
    z
      .string()
      .trim()
      .regex(/^-?\d{1,12}(\.\d{1,12})?$/),
  ])
  .transform(plainDecimal);

/** A price that may be missing, as decimal text: null then, and for what is no sensible price. */
export const optionalPrice = z.unknown().optional().transform(readPrice);

/** Of a text's segments, and the number of one: in one octet (3GPP TS 23.040, 9.2.3.24.1). Else it counts as not said. */
export const segmentNumber = number.pipe(z.int().min(1).max(255));

const ISO_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2}))?(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads a time as Routee writes it: ISO 8601, to the minute, the second or finer, with trailing zeros dropped, with
 * `Z`, `+00:00` or `+0000`. All its times are UTC, so one without a zone is too. Null for everything else.
 */
export function readDate(value: unknown): Date | null {
  const match = typeof value === "string" ? ISO_TIME.exec(value) : null;
  if (!match) return null;
  const [, day = "", time, seconds = "00", fraction = "", zone = "Z"] = match;
  const colon = zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const read = new Date(`${day}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}${colon}`);
  // February 30 would become March 2; and nothing that is about an SMS happened before 1970.
  const exists = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(read.getTime()) || Number.isNaN(exists.getTime()) || read.getTime() < 0) return null;
  return exists.toISOString().startsWith(day) ? read : null;
}

function readPrice(value: unknown): string | null {
  const amount = typeof value === "string" && /^\d{1,12}(\.\d{1,12})?$/.test(value) ? Number(value) : value;
  if (typeof amount !== "number" || !(amount >= 0 && amount < 1e9)) return null;
  return plainDecimal(typeof value === "string" ? value : amount);
}

/** As decimal text, never `6e-7`; text stays as it was written. */
export function plainDecimal(value: number | string): string {
  if (typeof value === "string") return value;
  const written = String(value);
  return /e/.test(written) ? value.toFixed(12).replace(/\.?0+$/, "") : written;
}
