import { z } from "zod";
import { problemOf } from "./problem-of";
import { readUsualReceipt } from "./usual-receipt";
import { date, number, optionalPrice, segmentNumber, text, word } from "./wire-values";

/** What Routee says of a segment: posted as a receipt, or read from its tracking resource. */

const reason = z
  .union([
    z.looseObject({ detailedStatus: text, description: text }),
    z.string().transform((detailedStatus) => ({ detailedStatus, description: null })),
  ])
  .nullish()
  .catch(null)
  .transform((value) =>
    value && (value.detailedStatus || value.description)
      ? { detailedStatus: value.detailedStatus ?? "", description: value.description ?? "" }
      : null,
  );

const optionalSegment = segmentNumber.nullable().catch(null);
const INT32_MAX = 2 ** 31 - 1;

const reportFields = {
  messageId: z.string().min(1),
  smsId: text,
  part: optionalSegment,
  parts: optionalSegment,
  label: text,
  country: text,
  operator: text,
  price: optionalPrice,
  latency: number.pipe(z.number().min(0).max(INT32_MAX).transform(Math.round)).nullable().catch(null),
};

/** A receipt that Routee posts: one for each segment and change. The state stands in `name` and `updatedDate`. */
export const receiptSchema = z.looseObject({
  ...reportFields,
  status: z.looseObject({ name: word, updatedDate: date, reason }),
});

/** One segment in the tracking resource, where the state stands in `status` and `date`. */
export const trackingItemSchema = z.looseObject({
  ...reportFields,
  direction: text,
  status: z.looseObject({ status: word, date, reason }),
});

/** What Routee says of one segment at one time, from a receipt or from tracking. */
export interface SegmentReport {
  /** Routee's tracking ID of the message. */
  messageId: string;
  /** Routee's ID of the segment; null in older receipts. */
  smsId: string | null;
  /** Which segment, from 1, and of how many; null where Routee does not say. */
  part: number | null;
  parts: number | null;
  /** The word as it came. */
  status: string;
  /** When it became so, by Routee's clock: ISO 8601 UTC with milliseconds. */
  at: string;
  reason: { detailedStatus: string; description: string } | null;
  /** Of this segment: the number that stood in the JSON, as a decimal string. */
  price: string | null;
  country: string | null;
  operator: string | null;
  /** Whole seconds. */
  latency: number | null;
  label: string | null;
  /** The report as it came. */
  raw: unknown;
}

export type ParsedReport = { ok: true; receipt: SegmentReport } | { ok: false; problem: string };

/** Reads a receipt that Routee posted. Pure. @returns what is wrong, naming the field, when its state cannot be read. */
export function parseReceipt(json: unknown): ParsedReport {
  const usual = readUsualReceipt(json);
  return usual ? { ok: true, receipt: usual } : parseBySchema(json);
}

/** As {@link parseReceipt}, in every case by the schema. */
export function parseBySchema(json: unknown): ParsedReport {
  const parsed = receiptSchema.safeParse(json);
  if (!parsed.success) return { ok: false, problem: problemOf(parsed.error, "the receipt") };
  const { name, updatedDate, reason } = parsed.data.status;
  return {
    ok: true,
    receipt: { ...common(parsed.data), status: name, at: updatedDate.toISOString(), reason, raw: json },
  };
}

/** Reads one item of the tracking resource, into the same shape as a receipt. Pure. */
export function parseTracking(json: unknown): ParsedReport {
  const parsed = trackingItemSchema.safeParse(json);
  if (!parsed.success) return { ok: false, problem: problemOf(parsed.error, "the item") };
  const { status, date, reason } = parsed.data.status;
  return { ok: true, receipt: { ...common(parsed.data), status, at: date.toISOString(), reason, raw: json } };
}

type Common = Omit<SegmentReport, "status" | "at" | "reason" | "raw">;

function common({ messageId, smsId, part, parts, price, country, operator, latency, label }: Common): Common {
  return { messageId, smsId, part, parts, price, country, operator, latency, label };
}
