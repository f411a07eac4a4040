import { z } from "zod";
import { callbackSchema } from "@/lib/apps/callback-contract";
import { filterTimeSchema } from "@/lib/platform/filter-time";
import { isStorable } from "@/lib/platform/storable";
import { isE164 } from "@/lib/sms/phone";
import { senderIdProblem } from "@/lib/sms/sender-id";
import { messageCallbackSchema } from "./callback-contract";

export {
  CALLBACK_STATUSES,
  type CallbackAttempt,
  type CallbackStatus,
  callbackAttemptSchema,
  callbackStatusSchema,
  type MessageCallback,
} from "./callback-contract";

/**
 * The shapes of messages as they cross HTTP (http-contract.md). The door, the browser and tests use the same
 * schemas. Times are ISO 8601 UTC with milliseconds, prices decimal strings.
 */

/** Every status a message can have: ours before Routee speaks, Routee's own words after, ours where Routee never will. */
export const MESSAGE_STATUSES = [
  "Scheduled",
  "Accepted",
  "Cancelled",
  "Queued",
  "Sent",
  "Delivered",
  "Undelivered",
  "Failed",
  "Unsent",
  "Rejected",
  "Unknown",
] as const;
export const messageStatusSchema = z.enum(MESSAGE_STATUSES);
export type MessageStatus = z.infer<typeof messageStatusSchema>;

/** Limits are Routee's (1,600 characters; label 350; ttl 1 to 4,320 minutes). */
export const LIMITS = { body: 1600, label: 350, ttlMin: 1, ttlMax: 4320 } as const;

const SCHEDULE_AHEAD_MS = 366 * 86_400_000;

/** What `POST /api/messages` takes. */
export const sendMessageSchema = z.strictObject({
  appId: z.uuid({ message: "Choose an app." }),
  to: z
    .string({ message: "Enter the recipient's number." })
    .trim()
    .min(1, "Enter the recipient's number.")
    .refine(isE164, {
      message: "A valid phone number in international format (E.164): + and country code, at most 15 digits.",
    }),
  body: z
    .string({ message: "Write the text of the message." })
    .min(1, "Write the text of the message.")
    .refine((value) => value.trim().length > 0, { message: "The text cannot be only spaces." })
    .refine((value) => [...value].length <= LIMITS.body, { message: "At most 1,600 characters." })
    .refine((value) => !value.includes("\u0000"), { message: "The text cannot contain the NUL character (U+0000)." })
    .refine((value) => value.isWellFormed(), { message: "The text contains half of a character (a lone surrogate)." }),
  from: z
    .string()
    .trim()
    .superRefine((value, ctx) => {
      const problem = senderIdProblem(value);
      if (problem) ctx.addIssue({ code: "custom", message: problem });
    })
    .optional(),
  label: z
    .string()
    .max(LIMITS.label, "At most 350 characters.")
    .refine(isStorable, {
      message: "The label contains a character that cannot be stored.",
    })
    .optional(),
  flash: z.boolean().optional(),
  ttl: z
    .int("A whole number of minutes.")
    .min(LIMITS.ttlMin, "At least 1 minute.")
    .max(LIMITS.ttlMax, "At most 4,320 minutes (72 hours).")
    .optional(),
  transcode: z.boolean().optional(),
  scheduledAt: z.iso
    .datetime({ offset: true, message: "A time with its zone, like 2026-03-02T09:00:00Z." })
    .refine((value) => Date.parse(value) - Date.now() <= SCHEDULE_AHEAD_MS, { message: "At most a year ahead." })
    .optional(),
  callback: callbackSchema.optional(),
});
export type SendMessage = z.infer<typeof sendMessageSchema>;
export type SendMessageInput = z.input<typeof sendMessageSchema>;

/** What `POST /api/apps/{id}/analyze` asks Routee about. */
export const analyzeMessageSchema = sendMessageSchema.pick({ to: true, body: true, from: true, transcode: true });
export type AnalyzeMessage = z.infer<typeof analyzeMessageSchema>;

/** Routee's analysis of a text. `differences` are sentences: where it counts otherwise than we do. */
export const providerAnalysisSchema = z.object({
  parts: z.number().nullable(),
  unicode: z.boolean().nullable(),
  characters: z.number().nullable(),
  cost: z.string().nullable(),
  transcoded: z.object({ body: z.string(), parts: z.number().nullable() }).nullable(),
  agrees: z.boolean(),
  differences: z.array(z.string()),
});
export type ProviderAnalysis = z.infer<typeof providerAnalysisSchema>;

export const reasonSchema = z.object({ detailedStatus: z.string(), description: z.string() });
export type Reason = z.infer<typeof reasonSchema>;

export const messageSchema = z.object({
  id: z.string(),
  appId: z.string(),
  to: z.string(),
  from: z.string().nullable(),
  body: z.string(),
  label: z.string().nullable(),
  flash: z.boolean(),
  ttl: z.number().nullable(),
  transcode: z.boolean().nullable(),
  status: messageStatusSchema,
  final: z.boolean(),
  trackingId: z.string().nullable(),
  encoding: z.enum(["GSM-7", "UCS-2"]),
  segmentCount: z.number(),
  price: z.string().nullable(),
  currency: z.string().nullable(),
  country: z.string().nullable(),
  operator: z.string().nullable(),
  latency: z.number().nullable(),
  reason: reasonSchema.nullable(),
  callback: callbackSchema.nullable(),
  scheduledAt: z.string().nullable(),
  createdAt: z.string(),
  finalAt: z.string().nullable(),
});
export type Message = z.infer<typeof messageSchema>;

export const EVENT_SOURCES = ["dashboard", "response", "receipt", "tracking", "sweeper"] as const;
export const VERDICTS = ["applied", "stale", "duplicate"] as const;

/** One change or report, appended once. `status` is the word as it came: it may be one we do not know. */
export const messageEventSchema = z.object({
  sequence: z.number(),
  at: z.string(),
  receivedAt: z.string(),
  source: z.enum(EVENT_SOURCES),
  status: z.string(),
  segment: z.number().optional(),
  verdict: z.enum(VERDICTS),
  reason: reasonSchema.optional(),
  payload: z.unknown(),
});
export type MessageEvent = z.infer<typeof messageEventSchema>;

export const segmentSchema = z.object({
  segment: z.number(),
  smsId: z.string().nullable(),
  status: z.string(),
  reason: reasonSchema.nullable(),
  updatedAt: z.string(),
  price: z.string().nullable(),
});
export type Segment = z.infer<typeof segmentSchema>;

export const messageDetailSchema = messageSchema.extend({
  segments: z.array(segmentSchema),
  events: z.array(messageEventSchema),
  callbacks: z.array(messageCallbackSchema),
  asks: z.number(),
  askedAt: z.string().nullable(),
  batch: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
});
export type MessageDetail = z.infer<typeof messageDetailSchema>;

export const messagePageSchema = z.object({ data: z.array(messageSchema), nextCursor: z.string().nullable() });
export type MessagePage = z.infer<typeof messagePageSchema>;

const UNSTORABLE = { message: "Contains a character that is in no message." };

/** The query of `GET /api/messages`: every filter is optional, newest first, keyset paged. */
export const listMessagesSchema = z.object({
  appId: z.uuid().optional(),
  status: messageStatusSchema.optional(),
  batchId: z.uuid().optional(),
  to: z.string().trim().max(20).refine(isStorable, UNSTORABLE).optional(),
  q: z.string().trim().max(100).refine(isStorable, UNSTORABLE).optional(),
  label: z.string().max(LIMITS.label).refine(isStorable, UNSTORABLE).optional(),
  from: filterTimeSchema.optional(),
  until: filterTimeSchema.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type ListMessages = z.infer<typeof listMessagesSchema>;

/** The query of `GET /api/messages/{id}/events`. */
export const eventsQuerySchema = z.object({ after: z.coerce.number().int().min(0).max(2_147_483_647).default(0) });
export const eventListSchema = z.object({ data: z.array(messageEventSchema) });

/** What `POST /api/analyze` takes. */
export const analyzeTextSchema = z.strictObject({
  body: z.string().refine((value) => [...value].length <= LIMITS.body, { message: "At most 1,600 characters." }),
  transcode: z.boolean().optional(),
});

/** What `POST /api/analyze` answers. `index` counts UTF-16 code units. */
export const textAnalysisSchema = z.object({
  encoding: z.enum(["GSM-7", "UCS-2"]),
  characters: z.number(),
  units: z.number(),
  segments: z.number(),
  perSegment: z.number(),
  offenders: z.array(z.object({ char: z.string(), name: z.string(), index: z.number() })),
  transcoded: z.object({ body: z.string(), segments: z.number() }).optional(),
});

/** The query of `GET /api/stream`. */
export const streamQuerySchema = z.object({ appId: z.uuid().optional(), messageId: z.uuid().optional() });

/** One line of `GET /api/stream` (`event: message`). */
export const liveMessageSchema = z.object({
  id: z.string(),
  appId: z.string(),
  status: messageStatusSchema,
  sequence: z.number(),
  final: z.boolean(),
});
export type LiveMessage = z.infer<typeof liveMessageSchema>;
