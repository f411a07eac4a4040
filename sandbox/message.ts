import { z } from "zod";
import { CALLBACK_STRATEGIES } from "@/lib/routee/wire";

/** One step in the life of one segment. It has happened once `at` is known. */
export const changeSchema = z.object({
  /** Which segment, from 1. */
  part: z.number(),
  status: z.string(),
  detailedStatus: z.string().nullable(),
  /** When it is to happen, in epoch milliseconds. */
  dueAt: z.number(),
  /** When it happened. */
  at: z.number().nullable(),
});
export type Change = z.infer<typeof changeSchema>;

/** A message that the sandbox took, with everything that will happen to it. Times are epoch milliseconds. */
export const messageSchema = z.object({
  trackingId: z.string(),
  to: z.string(),
  from: z.string(),
  /** As it was asked for, and as it is sent (transcoded). */
  body: z.string(),
  sentBody: z.string(),
  label: z.string().nullable(),
  callback: z.object({ url: z.string(), strategy: z.enum(CALLBACK_STRATEGIES) }).nullable(),
  country: z.string().nullable(),
  operator: z.string(),
  /** Of one segment, in euros. */
  price: z.number(),
  acceptedAt: z.number(),
  /** One for each segment. */
  smsIds: z.array(z.string()),
  /** In the order in which they happen. */
  changes: z.array(changeSchema),
});
export type Message = z.infer<typeof messageSchema>;

export const FINAL: readonly string[] = ["Delivered", "Undelivered", "Failed", "Unsent"];

export interface SegmentState {
  status: string;
  detailedStatus: string | null;
  at: number;
}

/** Where a segment stands: what happened to it last, or Queued since it was accepted. Pure. */
export function stateOf(message: Message, part: number): SegmentState {
  const last = message.changes.findLast((change) => change.part === part && change.at !== null);
  return last?.at != null
    ? { status: last.status, detailedStatus: last.detailedStatus, at: last.at }
    : { status: "Queued", detailedStatus: null, at: message.acceptedAt };
}

/** Routee's form of times in receipts and tracking: whole seconds. */
export function wholeSeconds(at: number): string {
  return new Date(Math.floor(at / 1_000) * 1_000).toISOString().replace(".000Z", "Z");
}

/** Routee's form of times of resources: milliseconds, without trailing zeros. */
export function withFraction(at: number): string {
  return new Date(at).toISOString().replace(/\.?0*Z$/, "Z");
}
