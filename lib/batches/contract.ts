import { z } from "zod";
import { LIMITS, messageStatusSchema, sendMessageSchema } from "@/lib/messages/contract";
import { isStorable } from "@/lib/platform/storable";

/** The shapes of batches as they cross HTTP (http-contract.md): one text to many recipients. */

export const MAX_RECIPIENTS = 100_000;
/** 100,000 recipients with variables of some length. */
export const MAX_BATCH_BYTES = 32 * 1024 * 1024;
export const MAX_BODY = LIMITS.body;
/** So many rejected rows are told with a batch; the answer to its acceptance has all of them. */
export const REJECTIONS_TOLD = 500;

/** Why a recipient was left out. */
export const REJECTION_CODES = [
  "invalid_recipient",
  "unknown_field",
  "invalid_number",
  "duplicate",
  "invalid_variables",
  "missing_variable",
  "body_too_long",
  "body_empty",
  "invalid_character",
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** A recipient that was left out. `row` counts from 1. */
export const rejectionSchema = z.object({ row: z.number(), to: z.string(), code: z.enum(REJECTION_CODES) });
export type Rejection = z.infer<typeof rejectionSchema>;

const of = sendMessageSchema.shape;

/** What `POST /api/batches` takes. Recipients are checked one by one (check-recipients.ts), and wrong ones left out. */
export const sendBatchSchema = z.strictObject({
  appId: of.appId,
  name: z
    .string()
    .trim()
    .min(1, "A name has at least one character.")
    .max(100, "At most 100 characters.")
    .refine(isStorable, {
      message: "The name contains a character that cannot be stored.",
    })
    .optional(),
  body: of.body,
  from: of.from,
  recipients: z
    .custom<unknown[]>((value) => Array.isArray(value) && value.length > 0 && value.length <= MAX_RECIPIENTS, {
      error: ({ input }) => {
        if (!Array.isArray(input)) return "Name the recipients: a list of {to, variables?}.";
        return input.length === 0
          ? "Name at least one recipient."
          : "At most 100,000 recipients: send several batches.";
      },
    })
    .meta({
      type: "array",
      minItems: 1,
      maxItems: MAX_RECIPIENTS,
      items: {
        type: "object",
        properties: { to: { type: "string" }, variables: { type: "object", additionalProperties: { type: "string" } } },
        required: ["to"],
        additionalProperties: false,
      },
    }),
  label: of.label,
  flash: of.flash,
  ttl: of.ttl,
  transcode: of.transcode,
  scheduledAt: of.scheduledAt,
  callback: of.callback,
});
export type SendBatch = z.infer<typeof sendBatchSchema>;

/** The answer of `POST /api/batches`. */
export const batchAcceptedSchema = z.object({
  id: z.string(),
  accepted: z.number(),
  rejected: z.array(rejectionSchema),
});
export type BatchAccepted = z.infer<typeof batchAcceptedSchema>;

export const BATCH_STATES = ["scheduled", "running", "paused", "cancelled", "finished"] as const;
export const batchStateSchema = z.enum(BATCH_STATES);
export type BatchState = z.infer<typeof batchStateSchema>;

/** How many recipients stand where. Those whose message is not made yet count too: the sum is `accepted`. */
export const progressSchema = z.partialRecord(messageStatusSchema, z.number());
export type Progress = z.infer<typeof progressSchema>;

export const batchSchema = z.object({
  id: z.string(),
  appId: z.string(),
  name: z.string().nullable(),
  kind: z.enum(["batch", "campaign"]),
  body: z.string(),
  from: z.string(),
  state: batchStateSchema,
  accepted: z.number(),
  rejected: z.number(),
  progress: progressSchema,
  final: z.boolean(),
  createdAt: z.string(),
  scheduledAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  messagesGoneAt: z.string().nullable(),
});
export type Batch = z.infer<typeof batchSchema>;

/** One batch, with the first of the recipients that were left out. */
export const batchDetailSchema = batchSchema.extend({ rejections: z.array(rejectionSchema) });
export type BatchDetail = z.infer<typeof batchDetailSchema>;

export const batchPageSchema = z.object({ data: z.array(batchSchema), nextCursor: z.string().nullable() });
export type BatchPage = z.infer<typeof batchPageSchema>;

/** The query of `GET /api/batches`: newest first, keyset paged. */
export const listBatchesSchema = z.object({
  appId: z.uuid().optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type ListBatches = z.infer<typeof listBatchesSchema>;
