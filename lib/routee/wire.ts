import { z } from "zod";

/**
 * What goes over the wire to Routee and comes back. Unknown fields are kept and unknown status words pass: Routee
 * adds both without notice, and neither may stop a receipt. Sources: Routee's reference pages and captured answers.
 */

/** Numbers, which some of Routee's answers write as text. */
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number),
]);

/** The answer of `POST /oauth/token`. Lifetimes are seconds; a token asked for again comes with what is left of it. */
export const tokenSchema = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().optional(),
  expires_in: number.pipe(z.number().nonnegative()).default(300),
  scope: z.string().optional(),
});
export type TokenAnswer = z.infer<typeof tokenSchema>;

export const CALLBACK_STRATEGIES = ["OnChange", "OnCompletion"] as const;

/** The body of `POST /sms`. `ttl` is in minutes; without `from` the application's default sender is used. */
export const sendRequestSchema = z.looseObject({
  to: z.string(),
  body: z.string(),
  from: z.string().optional(),
  flash: z.boolean().optional(),
  label: z.string().optional(),
  ttl: z.number().optional(),
  transcode: z.boolean().optional(),
  callback: z.looseObject({ url: z.string(), strategy: z.enum(CALLBACK_STRATEGIES).optional() }).optional(),
});
export type SendRequest = z.infer<typeof sendRequestSchema>;

const partCount = z.number().int().min(1).max(255).optional().catch(undefined);

/** What Routee makes of a text. `parts` is of the text as it was asked for; transcoded it may have fewer. */
export const bodyAnalysisSchema = z.looseObject({
  parts: partCount,
  unicode: z.boolean().optional().catch(undefined),
  characters: z.number().optional().catch(undefined),
  unsupportedGSMCharacters: z.array(z.string()).optional().catch(undefined),
  transcode: z.looseObject({ message: z.string(), parts: partCount }).optional().catch(undefined),
});
export type BodyAnalysis = z.infer<typeof bodyAnalysisSchema>;

/** How many segments are sent and charged: those of the transcoded text where there is one. Null when not said. Pure. */
export function billedParts(analysis: BodyAnalysis | null | undefined): number | null {
  return analysis?.transcode?.parts ?? analysis?.parts ?? null;
}

/** The answer of `POST /sms/analyze`. */
export const analysisSchema = z.looseObject({
  /** Of one segment (the page of 2016 says: of the SMS). */
  cost: z
    .unknown()
    .optional()
    .transform((value) => readPrice(value)),
  bodyAnalysis: bodyAnalysisSchema,
});

export interface RouteeAnalysis {
  /** Of one segment, decimal text; null when Routee does not say. */
  cost: string | null;
  bodyAnalysis: BodyAnalysis;
  raw: unknown;
}

/** The answer of `POST /sms`: only the tracking ID is indispensable. */
export const sendAnswerSchema = z.looseObject({
  trackingId: z.string().min(1),
  status: z.string().default("Queued"),
  createdAt: z
    .unknown()
    .optional()
    .transform((value) => readDate(value)),
  bodyAnalysis: bodyAnalysisSchema.optional().catch(undefined),
});

/** Routee took the message. `raw` is the whole answer as it came. */
export interface SendAnswer {
  trackingId: string;
  status: string;
  /** By Routee's clock; null when the answer has none that can be read. */
  createdAt: Date | null;
  bodyAnalysis: BodyAnalysis | null;
  raw: unknown;
}

const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
  .transform((value) => (value === undefined || value === "" ? null : value));

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

/** Segments are numbered in one octet (3GPP TS 23.040, 9.2.3.24.1); what is outside counts as not said. */
const segmentNumber = number.pipe(z.int().min(1).max(255)).nullable().catch(null);
const INT32_MAX = 2 ** 31 - 1;

const price = z.unknown().optional().transform(readPrice);
const latency = number.pipe(z.number().min(0).max(INT32_MAX).transform(Math.round)).nullable().catch(null);

const reportFields = {
  messageId: z.string().min(1),
  smsId: text,
  part: segmentNumber,
  parts: segmentNumber,
  label: text,
  country: text,
  operator: text,
  price,
  latency,
};

const statusName = z.string().trim().min(1).max(100);
const date = z.unknown().transform((value, context) => {
  const read = readDate(value);
  if (read) return read;
  context.addIssue({ code: "custom", message: "is no ISO 8601 time" });
  return z.NEVER;
});

/** A receipt that Routee posts: one for each segment and change. The state stands in `name` and `updatedDate`. */
export const receiptSchema = z.looseObject({
  ...reportFields,
  status: z.looseObject({ name: statusName, updatedDate: date, reason }),
});

/** One segment in the tracking resource, where the state stands in `status` and `date`. */
export const trackingItemSchema = z.looseObject({
  ...reportFields,
  direction: z.string().optional(),
  status: z.looseObject({ status: statusName, date, reason }),
});

/** The envelope of `POST /sms/tracking`. Pages count from 0. */
export const trackingPageSchema = z.looseObject({
  content: z.array(z.unknown()),
  totalPages: z.number().int().optional(),
  totalElements: z.number().int().optional(),
  last: z.boolean().optional(),
});

export const SEARCH_FIELDS = ["smsId", "to", "status.status", "direction", "label", "campaign"] as const;
export const SEARCH_OPERATORS = ["is", "is_not", "contains", "starts_with", "ends_with"] as const;

/** One filter of `POST /sms/tracking`; all of them must hold. Without an operator it is `is`. */
export const searchFilterSchema = z.looseObject({
  fieldName: z.enum(SEARCH_FIELDS),
  searchTerm: z.string(),
  searchOperator: z.enum(SEARCH_OPERATORS).optional(),
});
export type SearchFilter = z.infer<typeof searchFilterSchema>;

const errorCode = z.union([z.string(), z.number().int().transform(String)]);

/**
 * The bodies that come with a 4xx or 5xx, all in one shape since Routee mixes them: its own (validation with
 * `properties`, one property, a list of `errors`, or plain), OAuth's (`error`, `error_description`) and the
 * framework's (`status`, `error`, `message`, `path`). The code is documented as a string; a number is read too.
 */
export const errorBodySchema = z.looseObject({
  code: errorCode.optional().catch(undefined),
  developerMessage: z.string().optional().catch(undefined),
  properties: z.record(z.string(), z.unknown()).optional().catch(undefined),
  errors: z
    .array(z.looseObject({ errorCode: errorCode.optional(), developerMessage: z.string().optional() }))
    .optional()
    .catch(undefined),
  error: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
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
  /** When it became so, by Routee's clock. */
  updatedDate: Date;
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

/** Reads a receipt that Routee posted. @returns what is wrong, naming the field, when its state cannot be read. */
export function parseReceipt(json: unknown): ParsedReport {
  const parsed = receiptSchema.safeParse(json);
  if (!parsed.success) return { ok: false, problem: problemOf(parsed.error) };
  const { name, updatedDate, reason } = parsed.data.status;
  return { ok: true, receipt: { ...common(parsed.data), status: name, updatedDate, reason, raw: json } };
}

/** Reads one item of the tracking resource, into the same shape as a receipt. */
export function parseTracking(json: unknown): ParsedReport {
  const parsed = trackingItemSchema.safeParse(json);
  if (!parsed.success) return { ok: false, problem: problemOf(parsed.error) };
  const { status, date: updatedDate, reason } = parsed.data.status;
  return { ok: true, receipt: { ...common(parsed.data), status, updatedDate, reason, raw: json } };
}

/** The answer of `POST /sms` that fits its schema. Pure. */
export function sendAnswerOf(answer: z.infer<typeof sendAnswerSchema>, raw: unknown): SendAnswer {
  const { trackingId, status, createdAt, bodyAnalysis } = answer;
  return { trackingId, status, createdAt, bodyAnalysis: bodyAnalysis ?? null, raw };
}

/**
 * Reads an error body in any of its variants: Routee's 9-digit code, OAuth's word (like `invalid_token`) and the
 * most specific words; each null where it has none.
 */
export function parseError(json: unknown): { code: string | null; oauthError: string | null; words: string | null } {
  const parsed = errorBodySchema.safeParse(json);
  if (!parsed.success) return { code: null, oauthError: null, words: null };
  const { code, developerMessage, properties, errors, error, error_description, message } = parsed.data;
  const lines = Object.entries(properties ?? {}).map(([field, why]) => `${field}: ${String(why)}`);
  const listed = errors?.map((one) => one.developerMessage).find(Boolean);
  const words = lines.join("; ") || (listed ?? developerMessage ?? error_description ?? message ?? error ?? null);
  return { code: code !== undefined && /^\d{9}$/.test(code) ? code : null, oauthError: error ?? null, words };
}

type Common = Omit<SegmentReport, "status" | "updatedDate" | "reason" | "raw">;

function common({ messageId, smsId, part, parts, price, country, operator, latency, label }: Common): Common {
  return { messageId, smsId, part, parts, price, country, operator, latency, label };
}

/** What is wrong with an answer or a receipt: the first field at fault and why. @param whole how to call all of it. */
export function problemOf(error: z.ZodError, whole = "the receipt"): string {
  const issue = error.issues[0];
  const field = issue?.path.map(String).join(".") || whole;
  if (issue?.code !== "invalid_type") return `${field} ${issue?.code === "custom" ? issue.message : "is out of range"}`;
  return `${field} is missing or of the wrong type`;
}

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

/** The JSON number as a plain decimal (never `6e-7`), or null when it is no sensible price. */
function readPrice(value: unknown): string | null {
  const number = typeof value === "string" && /^\d{1,12}(\.\d{1,12})?$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !(number >= 0 && number < 1e9)) return null;
  const written = typeof value === "string" ? value : String(number);
  return /e/i.test(written) ? number.toFixed(12).replace(/\.?0+$/, "") : written;
}
