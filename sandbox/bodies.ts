import { explainDetailedStatus } from "@/lib/routee/reasons";
import { wholeSeconds, withFraction } from "@/lib/routee/wire";
import { bodyAnalysis } from "@/lib/sms/body-analysis";
import type { Campaign, ProgressReport } from "./campaign";
import { FINAL, type Message, type SegmentState, stateOf } from "./message";

/** Routee's JSON, as its documentation and captures show it. Fields that do not apply are left out. Pure. */

export const given = (name: string, value: unknown) => (value === null || value === undefined ? {} : { [name]: value });

function reasonOf({ detailedStatus }: Pick<SegmentState, "detailedStatus">) {
  if (detailedStatus === null) return {};
  return { reason: { detailedStatus, description: explainDetailedStatus(detailedStatus) ?? detailedStatus } };
}

/** Whole seconds once final; 0 before. */
function latencyOf(message: Message, { status, at }: Pick<SegmentState, "status" | "at">): number {
  return FINAL.includes(status) ? Math.round((at - message.acceptedAt) / 1_000) : 0;
}

function shared(message: Message, part: number) {
  return {
    smsId: message.smsIds[part - 1],
    messageId: message.trackingId,
    ...given("campaignTrackingId", message.campaign?.trackingId),
    ...given("campaignName", message.campaign?.name),
    to: message.to,
    from: message.from,
    groups: [],
    ...given("country", message.country),
    operator: message.operator,
    part,
    parts: message.smsIds.length,
    price: message.price,
    ...given("label", message.label),
    applicationName: "default",
    originatingService: "Sms",
    direction: "Outbound",
  };
}

/** A receipt that lacks what it is about: where the segment stands. */
export function receiptWithoutStatus(message: Message, index: number): Record<string, unknown> {
  return { ...shared(message, message.changes[index]?.part ?? 1), message: message.sentBody };
}

/** The receipt that tells a change which has happened. */
export function receiptBody(message: Message, index: number): Record<string, unknown> {
  const change = message.changes[index];
  if (!change || change.at === null) throw new Error(`Change ${index} of ${message.trackingId} has not happened.`);
  const { part, status, at } = change;
  return {
    ...shared(message, part),
    status: { name: status, ...reasonOf(change), updatedDate: wholeSeconds(at) },
    message: message.sentBody,
    latency: latencyOf(message, { status, at }),
  };
}

/** One segment in the tracking resources. `campaign` is the name that the search knows it by. */
export function trackingItem(message: Message, part: number) {
  const state = stateOf(message, part);
  return {
    ...shared(message, part),
    ...given("campaign", message.campaign?.name),
    status: { status: state.status, date: wholeSeconds(state.at), ...reasonOf(state) },
    body: message.sentBody,
    latency: latencyOf(message, state),
  };
}

/** The answer of `POST /sms`. */
export function sendAnswer(message: Message, order: { flash: boolean; ttl: number | null }) {
  return {
    trackingId: message.trackingId,
    status: "Queued",
    createdAt: withFraction(message.acceptedAt),
    from: message.from,
    to: message.to,
    body: message.body,
    bodyAnalysis: bodyAnalysis(message.body, message.sentBody),
    flash: order.flash,
    ...given("callback", message.callback),
    ...given("label", message.label),
    ...given("ttl", order.ttl),
  };
}

/** What is posted of a campaign's progress. */
export function campaignReport({ trackingId, order }: Campaign, { state, statuses }: ProgressReport) {
  return {
    trackingId,
    ...given("name", order.name),
    totalRecipients: order.to.length,
    campaignStatus: state,
    messageStatuses: Object.fromEntries(Object.entries(statuses).filter(([, count]) => count > 0)),
    callbackInfo: order.campaignCallback,
  };
}
