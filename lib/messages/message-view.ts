import { callbackSchema } from "@/lib/apps/callback-contract";
import { type Message, messageStatusSchema, type Segment } from "./contract";
import { addDecimals } from "./decimal";
import { unpackFold } from "./fold-codec";
import { segmentsOf } from "./status";
import type { MessageRow, NewMessageRow } from "./store";

/** Times that are set when a message is stored are texts while it is. */
const textOf = (time: Date | string): string => (typeof time === "string" ? time : time.toISOString());

/** A message's row, as it is read or as it was just stored, in the shape that http-contract.md gives it. Pure. */
export function messageView(row: MessageRow | NewMessageRow): Message {
  return {
    id: row.id,
    appId: row.app_id,
    to: row.to,
    from: row.from,
    body: row.body,
    label: row.label,
    flash: row.flash,
    ttl: row.ttl,
    transcode: row.transcode,
    status: messageStatusSchema.parse(row.status),
    final: row.final,
    trackingId: row.tracking_id,
    encoding: row.encoding === "UCS-2" ? "UCS-2" : "GSM-7",
    segmentCount: row.segment_count,
    price: row.price === null ? null : addDecimals([row.price]),
    currency: row.currency,
    country: row.country,
    operator: row.operator,
    latency: row.latency,
    reason:
      row.reason_status === null
        ? null
        : { detailedStatus: row.reason_status, description: row.reason_description ?? "" },
    callback:
      row.callback_url === null
        ? null
        : callbackSchema.parse({ url: row.callback_url, strategy: row.callback_strategy ?? "OnChange" }),
    scheduledAt: row.scheduled_at === null ? null : textOf(row.scheduled_at),
    createdAt: textOf(row.created_at),
    finalAt: "final_at" in row && row.final_at !== null ? textOf(row.final_at) : null,
  };
}

/** What is known of each segment, in their order. Pure. */
export function segmentViews(row: MessageRow): Segment[] {
  return segmentsOf(unpackFold(row.fold)).map(({ segment, state }) => ({
    segment,
    smsId: state.smsId?.value ?? null,
    status: state.standing.status,
    reason: state.standing.reason,
    updatedAt: state.standing.at,
    price: state.price?.value ?? null,
  }));
}
