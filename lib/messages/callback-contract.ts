import { z } from "zod";

/** The shapes of callbacks as they cross HTTP (http-contract.md). */

export const CALLBACK_STATUSES = ["pending", "delivered", "failed", "held"] as const;
export const callbackStatusSchema = z.enum(CALLBACK_STATUSES);
export type CallbackStatus = z.infer<typeof callbackStatusSchema>;

export const TRIGGERS = ["auto", "manual", "replay", "test"] as const;

export const callbackAttemptSchema = z.object({
  at: z.string(),
  trigger: z.enum(TRIGGERS),
  person: z.string().nullable(),
  httpStatus: z.number().nullable(),
  durationMs: z.number(),
  problem: z.string().nullable(),
  responseExcerpt: z.string().nullable(),
});
export type CallbackAttempt = z.infer<typeof callbackAttemptSchema>;

/** One callback of a message. `sequence` is that of the event it tells. */
export const messageCallbackSchema = z.object({
  id: z.string(),
  url: z.string(),
  status: callbackStatusSchema,
  sequence: z.number(),
  nextAttemptAt: z.string().nullable(),
  createdAt: z.string(),
  body: z.string(),
  attempts: z.array(callbackAttemptSchema),
});
export type MessageCallback = z.infer<typeof messageCallbackSchema>;
