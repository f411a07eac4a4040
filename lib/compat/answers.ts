import type { Message, Segment } from "@/lib/messages/contract";
import { wholeSeconds, withFraction } from "@/lib/routee/wire";
import { analyze } from "@/lib/sms/analyze";
import { bodyAnalysis } from "@/lib/sms/body-analysis";

/** Our messages in Routee's JSON, fields in the order of its pages. Fields that do not apply are left out. Pure. */

const given = (name: string, value: unknown) => (value === null || value === undefined ? {} : { [name]: value });

/** Routee's analysis of a text; `transcode` is what would be sent in its place. */
export function analysisOf(body: string, transcode: boolean) {
  return bodyAnalysis(body, analyze(body, { transcode }).transcoded?.body ?? body);
}

/**
 * The answer of `POST /sms`. The tracking ID is our own id: Routee's is not known yet, and both find the message
 * afterwards.
 */
export function sendAnswer(message: Message) {
  // What is undefined is left out of the JSON. To put the three in one by one takes several times as long.
  return {
    trackingId: message.id,
    status: "Queued",
    createdAt: withFraction(Date.parse(message.createdAt)),
    from: message.from,
    to: message.to,
    body: message.body,
    bodyAnalysis: analysisOf(message.body, message.transcode === true),
    flash: message.flash,
    callback: message.callback ?? undefined,
    label: message.label ?? undefined,
    ttl: message.ttl ?? undefined,
  };
}

/** A status in Routee's words: what is still with us is queued. Our own final ones stay, as callbacks name them too. */
export function wordOf(status: string): string {
  return status === "Accepted" || status === "Scheduled" ? "Queued" : status;
}

export interface Tracked {
  message: Message;
  segments: readonly Segment[];
  applicationName: string;
  campaign: { trackingId: string; name: string | null } | null;
}

/** One item for each segment of a message, as the tracking resources have them. */
export function trackingItems({ message, segments, applicationName, campaign }: Tracked) {
  return Array.from({ length: message.segmentCount }, (_, index) => {
    const segment = segments.find((one) => one.segment === index + 1);
    const reason = segment?.reason ?? message.reason;
    // What ended here, before Routee had it or without its word, ended for each segment.
    const ended = message.final && !segment;
    const status = segment && !isOurs(message.status) ? segment.status : message.status;
    return {
      ...given("smsId", segment?.smsId),
      messageId: message.trackingId ?? message.id,
      ...given("campaignTrackingId", campaign?.trackingId),
      ...given("campaignName", campaign?.name),
      to: message.to,
      groups: [],
      ...given("country", message.country),
      ...given("operator", message.operator),
      status: {
        status: wordOf(status),
        date: wholeSeconds(
          Date.parse(segment?.updatedAt ?? (ended ? (message.finalAt ?? message.createdAt) : message.createdAt)),
        ),
        ...(reason ? { reason } : {}),
      },
      body: message.body,
      applicationName,
      originatingService: "Sms",
      latency: message.latency ?? 0,
      parts: message.segmentCount,
      part: index + 1,
      ...given("price", segment?.price ? Number(segment.price) : null),
      from: message.from,
      direction: "Outbound",
      ...given("label", message.label),
    };
  });
}

/** Statuses that Routee has no word for. */
function isOurs(status: string): boolean {
  return status === "Rejected" || status === "Cancelled" || status === "Unknown";
}
