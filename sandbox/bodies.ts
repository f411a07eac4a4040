import { explainDetailedStatus } from "@/lib/routee/reasons";
import { offenders } from "@/lib/sms/offenders";
import { countSegments } from "@/lib/sms/segments";
import { FINAL, type Message, type SegmentState, stateOf, wholeSeconds, withFraction } from "./message";
import type { SendOrder } from "./validate";

/** Routee's JSON, as its documentation and captures show it. Fields that do not apply are left out. Pure. */

const given = (name: string, value: unknown) => (value === null || value === undefined ? {} : { [name]: value });

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

/** One segment in the tracking resource. */
export function trackingItem(message: Message, part: number) {
  const state = stateOf(message, part);
  return {
    ...shared(message, part),
    status: { status: state.status, date: wholeSeconds(state.at), ...reasonOf(state) },
    body: message.sentBody,
    latency: latencyOf(message, state),
  };
}

/** The answer of `POST /sms`. */
export function sendAnswer(message: Message, order: SendOrder) {
  const { segments, encoding } = countSegments(order.body);
  const unsupported = [...new Set(offenders(order.body).map(({ char }) => char))];
  const transcoded = order.body === message.sentBody ? null : message.sentBody;
  return {
    trackingId: message.trackingId,
    status: "Queued",
    createdAt: withFraction(message.acceptedAt),
    from: message.from,
    to: message.to,
    body: message.body,
    bodyAnalysis: {
      parts: segments,
      unicode: encoding === "UCS-2",
      // UTF-16 code units, and 1 for the extension characters of GSM-7, as captured.
      characters: order.body.length,
      ...(unsupported.length > 0 ? { unsupportedGSMCharacters: unsupported } : {}),
      ...(transcoded === null ? {} : { transcode: { message: transcoded, parts: message.smsIds.length } }),
    },
    flash: order.flash,
    ...given("callback", message.callback),
    ...given("label", message.label),
    ...given("ttl", order.ttl),
  };
}

/** An error in the framework's own shape. */
export function springError(status: number, error: string, message: string, path: string, now: number) {
  const timestamp = new Date(now).toISOString().replace("Z", "+0000");
  return { timestamp, status, error, message, path };
}

/** A failed validation in Routee's shape: which field, and why. */
export function invalid(properties: Record<string, string>, entity = "SmsTracking") {
  return { code: "400000000", developerMessage: "Validation Error!", entity, properties };
}
