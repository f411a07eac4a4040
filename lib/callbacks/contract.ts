import { z } from "zod";
import { callbackStatusSchema, messageCallbackSchema } from "@/lib/messages/callback-contract";
import { filterTimeSchema } from "@/lib/platform/filter-time";
import { isStorable } from "@/lib/platform/storable";

/** The shapes of the callbacks' own resources. */

/** The query of `GET /api/callbacks`: newest first, keyset paged. */
export const listCallbacksSchema = z.object({
  appId: z.uuid().optional(),
  messageId: z.uuid().optional(),
  status: callbackStatusSchema.optional(),
  httpStatus: z.coerce.number().int().min(100).max(599).optional(),
  from: filterTimeSchema.optional(),
  until: filterTimeSchema.optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type ListCallbacks = z.infer<typeof listCallbacksSchema>;

/** A callback outside its message. One that tells a campaign's progress has the campaign's id in place of a message's. */
export const callbackSchema = messageCallbackSchema.extend({
  messageId: z.string(),
  batchId: z.string().nullable(),
  appId: z.string(),
});
export type Callback = z.infer<typeof callbackSchema>;

export const callbackPageSchema = z.object({ data: z.array(callbackSchema), nextCursor: z.string().nullable() });
export type CallbackPage = z.infer<typeof callbackPageSchema>;

/** `POST /api/callbacks/replay`: delivers a window again. `dryRun` only counts. */
export const replaySchema = z
  .strictObject({
    appId: z.uuid("Choose an app."),
    from: filterTimeSchema,
    until: filterTimeSchema,
    only: z.enum(["failed", "all"], { message: "failed or all." }),
    dryRun: z.boolean().optional(),
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), {
    path: ["until"],
    message: "The end must come after the beginning.",
  });
export type Replay = z.infer<typeof replaySchema>;

export const replayedSchema = z.object({ count: z.number(), dryRun: z.boolean() });
export type Replayed = z.infer<typeof replayedSchema>;

/** An address that fails or is paused, with what is held for it. */
export const endpointSchema = z.object({
  appId: z.string(),
  url: z.string(),
  failingSince: z.string(),
  pausedAt: z.string().nullable(),
  problem: z.string(),
  held: z.number(),
  oldestHeldAt: z.string().nullable(),
});
export type Endpoint = z.infer<typeof endpointSchema>;
export const endpointListSchema = z.object({ data: z.array(endpointSchema) });

const endpointUrl = z
  .string()
  .min(1, "Name the address.")
  .max(2048, "At most 2,048 characters.")
  .refine(isStorable, { message: "The address contains a character that cannot be stored." });

/** `POST /api/apps/{id}/callback-endpoints/resume`: what becomes of what is held. */
export const resumeSchema = z.strictObject({
  url: endpointUrl,
  deliver: z.enum(["all", "latest", "none"], { message: "all, latest or none." }),
});
export type Resume = z.infer<typeof resumeSchema>;

/** How many callbacks are delivered after it. */
export const resumedSchema = z.object({ delivering: z.number() });

/** `POST /api/apps/{id}/callback-test` and `/callback-doctor`: the address to try, the app's default without one. */
export const tryAddressSchema = z.strictObject({
  url: z.string().trim().max(2048, "At most 2,048 characters.").optional(),
});

/** `POST /api/apps/{id}/callback-endpoints/pause`: the address whose callbacks are held back. */
export const pauseSchema = z.strictObject({
  url: endpointUrl,
});

/** One check of the doctor. */
export const checkSchema = z.object({
  name: z.string(),
  result: z.enum(["good", "warning", "bad"]),
  found: z.string(),
  advice: z.string().nullable(),
});
export type Check = z.infer<typeof checkSchema>;

/** What `POST /api/apps/{id}/callback-doctor` finds. */
export const diagnosisSchema = z.object({ url: z.string(), checks: z.array(checkSchema) });
export type Diagnosis = z.infer<typeof diagnosisSchema>;

/** How many callbacks each strategy would have made lately, and what one looks like. */
export const previewSchema = z.object({
  days: z.number(),
  messages: z.number(),
  sampled: z.boolean(),
  onChange: z.number(),
  onCompletion: z.number(),
  sample: z.string(),
});
export type Preview = z.infer<typeof previewSchema>;
