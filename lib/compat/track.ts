import { readApp } from "@/lib/apps/read-app";
import { messageView, segmentViews } from "@/lib/messages/message-view";
import { findMessage } from "@/lib/messages/read-message";
import { trackingItems } from "./answers";
import { notFound } from "./refusal";
import { batchNames } from "./store";

/**
 * The answer of `GET /sms/tracking/single/{trackingId}`: one item for each segment.
 * @param trackingId ours or Routee's. @throws {Refusal} 404005000, also for another app's message.
 */
export async function trackSingle(appId: string, trackingId: string) {
  const [row, app] = await Promise.all([findMessage(appId, trackingId), readApp(appId)]);
  if (!row) throw notFound("SmsTracking", trackingId);
  const names = await batchNames(row.batch_id === null ? [] : [row.batch_id]);
  return trackingItems({
    message: messageView(row),
    segments: segmentViews(row),
    applicationName: app?.name ?? "",
    campaign: names.get(row.batch_id ?? "") ?? null,
  });
}
