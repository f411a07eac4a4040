import { z } from "zod";
import { CALLBACK_STRATEGIES } from "@/lib/routee/wire";
import { RETRY_RULES } from "./retries";

/** What goes wrong for everybody, and how the sandbox behaves where Routee's documentation is silent. */

const share = z.number().min(0).max(1);
const HOUR_MS = 3_600_000;

export const API_FAULTS = [
  "drop_before",
  "drop_after",
  "error_before",
  "error_after",
  "garbage_before",
  "garbage_after",
  "slow",
  "rate_limited",
] as const;

const apiFaultSchema = z
  .strictObject({
    /** Of the requests, but for those for a token. */
    share,
    kind: z.enum(API_FAULTS),
    /** How slow a slow answer is. */
    delayMs: z.int().min(0).max(600_000).optional(),
    /** Told with 429, and with 503 in place of 500. */
    retryAfterSeconds: z.int().min(0).max(86_400).optional(),
  })
  .refine(({ kind, delayMs }) => delayMs === undefined || kind === "slow", {
    path: ["delayMs"],
    error: "goes with the kind slow only",
  })
  .refine(
    ({ kind, retryAfterSeconds }) =>
      retryAfterSeconds === undefined || kind === "rate_limited" || kind.startsWith("error"),
    { path: ["retryAfterSeconds"], error: "goes with the kinds rate_limited, error_before and error_after only" },
  );
export type ApiFault = z.infer<typeof apiFaultSchema>;

const receiptsSchema = z.strictObject({
  duplicateShare: share,
  lostShare: share,
  shuffle: z.boolean(),
  /** At speed 1. */
  maxExtraDelayMs: z
    .number()
    .min(0)
    .max(72 * HOUR_MS),
  /** Of the messages: they get a status word that Routee does not document. */
  unknownStatusShare: share,
  /** How many are posted at the same time. */
  concurrency: z.int().min(1).max(1_000),
});

const choicesSchema = z.strictObject({
  /** What a token that is unknown, ended or revoked is answered with. */
  badTokenStatus: z.literal([401, 403]),
  /** Where a callback has a URL only. */
  defaultStrategy: z.enum(CALLBACK_STRATEGIES),
  /** Whether OnChange tells the first Queued too. */
  initialQueuedReceipt: z.boolean(),
  /** How long tracking does not know a message that was just taken. Real milliseconds. */
  trackingDelayMs: z.number().min(0).max(HOUR_MS),
  /** Whether the 9-digit code of an error is written as text or as a number. */
  errorCode: z.enum(["string", "number"]),
});

export const faultsSchema = z.strictObject({
  /** The same seed makes the same choices, for requests and messages in the same order. */
  seed: z.int(),
  token: z.enum(["ok", "down", "error", "slow"]),
  api: apiFaultSchema.nullable(),
  receipts: receiptsSchema,
  /** For each application. */
  rateLimit: z.strictObject({ perSecond: z.number().min(0.1).max(100_000) }).nullable(),
  retries: z.enum(RETRY_RULES),
  callbackSuccess: z.enum(["200", "2xx"]),
  choices: choicesSchema,
});
export type Faults = z.infer<typeof faultsSchema>;

const patchSchema = faultsSchema
  .extend({ receipts: receiptsSchema.partial(), choices: choicesSchema.partial() })
  .partial();

/** Nothing goes wrong. */
export function noFaults(seed: number): Faults {
  return {
    seed,
    token: "ok",
    api: null,
    receipts: {
      duplicateShare: 0,
      lostShare: 0,
      shuffle: false,
      maxExtraDelayMs: 0,
      unknownStatusShare: 0,
      concurrency: 64,
    },
    rateLimit: null,
    retries: "12-in-24h",
    callbackSuccess: "200",
    choices: {
      badTokenStatus: 401,
      defaultStrategy: "OnChange",
      initialQueuedReceipt: true,
      trackingDelayMs: 0,
      errorCode: "string",
    },
  };
}

/** What is named is changed, the rest stays. Pure. @returns the problem when the change cannot be made. */
export function changeFaults(
  faults: Faults,
  change: unknown,
): { ok: true; faults: Faults } | { ok: false; problem: string } {
  const parsed = patchSchema.safeParse(change);
  if (!parsed.success) return { ok: false, problem: problemsOf(parsed.error) };
  const given = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
  const merged = {
    ...faults,
    ...given,
    receipts: { ...faults.receipts, ...parsed.data.receipts },
    choices: { ...faults.choices, ...parsed.data.choices },
  };
  return { ok: true, faults: faultsSchema.parse(merged) };
}

/** Every problem with its field, in one line. */
export function problemsOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.map(String).join(".") || "the body"}: ${message}`).join("; ");
}
