import { z } from "zod";
import { applicationSchema } from "./applications";
import { campaignChangeSchema, campaignSchema, progressReportSchema } from "./campaign";
import { faultsSchema } from "./faults";
import { messageSchema, PARCEL_KINDS } from "./message";

/** One try to post a receipt, and what came of it. */
export const postedSchema = z.object({
  /** Its place among everything taken and posted. */
  sequence: z.number().default(0),
  trackingId: z.string(),
  /** Which change it tells (of a campaign: which report it is), and which copy of the receipt it is. */
  change: z.number(),
  copy: z.number(),
  kind: z.enum(PARCEL_KINDS).default("receipt"),
  part: z.number(),
  status: z.string(),
  /** From 1. */
  attempt: z.number(),
  at: z.number(),
  /** Null when no answer came; then `problem` says why. */
  httpStatus: z.number().nullable(),
  problem: z.string().nullable(),
  /** Answered well, or given up. */
  done: z.boolean(),
});
export type Posted = z.infer<typeof postedSchema>;

/** A line of the journal. `balance` is the application's afterwards. */
const entrySchema = z.discriminatedUnion("entry", [
  z.object({ entry: z.literal("taken"), message: messageSchema, balance: z.number().optional() }),
  z.object({
    entry: z.literal("changed"),
    trackingId: z.string(),
    change: z.number(),
    at: z.number(),
    balance: z.number().optional(),
  }),
  z.object({ entry: z.literal("posted"), posted: postedSchema }),
  z.object({ entry: z.literal("application"), application: applicationSchema }),
  z.object({ entry: z.literal("speed"), speed: z.number(), at: z.number() }),
  z.object({ entry: z.literal("faults"), faults: faultsSchema }),
  z.object({ entry: z.literal("campaign"), campaign: campaignSchema }),
  z.object({ entry: z.literal("campaign_changed"), trackingId: z.string(), change: campaignChangeSchema }),
  z.object({ entry: z.literal("campaign_reported"), trackingId: z.string(), report: progressReportSchema }),
  z.object({ entry: z.literal("campaign_gone"), trackingId: z.string() }),
]);
export type Entry = z.infer<typeof entrySchema>;

/** Null for a line that is none, such as one that a crash cut off. */
export function readEntry(line: string): Entry | null {
  try {
    const parsed = entrySchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
