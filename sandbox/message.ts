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

/** What is posted: a receipt as it should be, or garbage in its place. */
export const PARCEL_KINDS = ["receipt", "not_json", "no_status", "campaign"] as const;
export type ParcelKind = (typeof PARCEL_KINDS)[number];

/** A receipt that will be posted: which change it tells, and which copy of the receipt it is. */
export const plannedReceiptSchema = z.object({
  change: z.number(),
  copy: z.number(),
  kind: z.enum(PARCEL_KINDS),
  /** Not before its change is due. Epoch milliseconds. */
  dueAt: z.number(),
});
export type PlannedReceipt = z.infer<typeof plannedReceiptSchema>;

export const callbackSchema = z.object({ url: z.string(), strategy: z.enum(CALLBACK_STRATEGIES) });
export type Callback = z.infer<typeof callbackSchema>;

/** A message that the sandbox took, with everything that will happen to it. Times are epoch milliseconds. */
export const messageSchema = z.object({
  trackingId: z.string(),
  /** Its place among everything taken and posted. */
  sequence: z.number().default(0),
  applicationId: z.string().default(""),
  to: z.string(),
  from: z.string(),
  /** As it was asked for, and as it is sent (transcoded). */
  body: z.string(),
  sentBody: z.string(),
  label: z.string().nullable(),
  callback: callbackSchema.nullable(),
  /** The campaign it belongs to. */
  campaign: z.object({ trackingId: z.string(), name: z.string().nullable() }).nullable().default(null),
  country: z.string().nullable(),
  operator: z.string(),
  /** Of one segment, in euros. */
  price: z.number(),
  /** Whether the segments were paid for. */
  charged: z.boolean().default(true),
  acceptedAt: z.number(),
  /** One for each segment. */
  smsIds: z.array(z.string()),
  /** In the order in which they happen. */
  changes: z.array(changeSchema),
  /** In the order in which they are posted. */
  receipts: z.array(plannedReceiptSchema).default([]),
});
export type Message = z.infer<typeof messageSchema>;

export const FINAL: readonly string[] = ["Delivered", "Undelivered", "Failed", "Unsent"];
/** What ends so was not sent, and is given back. */
export const NOT_SENT: readonly string[] = ["Failed", "Unsent"];

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

/** Where a message stands as a whole: where its slowest segment is, then the worst end. Only words of Routee's. Pure. */
export function statusOf(message: Message): string {
  const states = message.smsIds.map((_, i) => stateOf(message, i + 1).status);
  if (states.includes("Queued")) return "Queued";
  if (states.some((status) => !FINAL.includes(status))) return "Sent";
  return ["Undelivered", "Failed", "Unsent"].find((status) => states.includes(status)) ?? "Delivered";
}
