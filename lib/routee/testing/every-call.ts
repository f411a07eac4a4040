import type { RouteeClient } from "@/lib/routee/client";
import type { Outcome } from "@/lib/routee/failure";

/** Every call of the client that reaches a resource, for the tests of what holds for all of them. */

export const credentials = {
  key: "app-1",
  applicationId: "57df0000000000000000abcd",
  applicationSecret: "s3cretS3cret",
};
export const message = { to: "+306900000001", body: "Table ready", from: "Kiosk" };
export const campaign = { to: ["+306900000001"], from: "Kiosk", body: "Hi", scheduledDate: "2026-03-03T09:00:00Z" };

export const campaignAnswer = {
  trackingId: "c-1",
  campaignName: "spring 1",
  type: "Sms",
  state: "Scheduled",
  createdAt: "2026-03-02T09:15:01.3Z",
  scheduledDate: "2026-03-03T09:00:00Z",
  smsAnalysis: { numberOfRecipients: 1, recipientsPerCountry: { GR: 1 }, bodyAnalysis: { parts: 1, unicode: false } },
  statuses: { Queued: 0, Postponed: 1 },
  cost: 0,
  totalMessages: 1,
};
export const item = {
  smsId: "s-1",
  messageId: "m-1",
  part: 1,
  parts: 1,
  status: { status: "Delivered", date: "2026-03-02T09:15:06Z" },
};
const range = { from: new Date("2026-03-02T09:00:00.500Z"), until: new Date("2026-03-02T10:00:00.500Z") };
const filters = [{ fieldName: "to" as const, searchTerm: "+306900000001" }];
const page = { content: [item], totalPages: 1, totalElements: 1, last: true };
const query = "dateStart=2026-03-02T09%3A00%3A00Z&dateEnd=2026-03-02T10%3A00%3A01Z&page=0&size=2000";

export interface CallCase {
  name: string;
  call(routee: RouteeClient): Promise<Outcome<unknown>>;
  /** Without an answer it may have been done. */
  order: boolean;
  /** What Routee is asked. */
  asked: { method: string; path: string; json?: unknown };
  /** A good answer. */
  good: unknown;
  /** One that does not fit, and why; null where any answer does. */
  odd: { answer: unknown; problem: string } | null;
}

const noTrackingId = "cannot be understood: trackingId is missing or of the wrong type.";

export const EVERY_CALL: readonly CallCase[] = [
  {
    name: "send",
    call: (routee) => routee.send(credentials, message),
    order: true,
    asked: { method: "POST", path: "/sms", json: message },
    good: { trackingId: "m-1", status: "Queued" },
    odd: { answer: { trackingId: 7 }, problem: `Routee's send answer ${noTrackingId}` },
  },
  {
    name: "analyze",
    call: (routee) => routee.analyze(credentials, message),
    order: false,
    asked: { method: "POST", path: "/sms/analyze", json: message },
    good: { cost: 0.042, bodyAnalysis: { parts: 1 } },
    odd: {
      answer: { cost: 1 },
      problem: "Routee's analysis answer cannot be understood: bodyAnalysis is missing or of the wrong type.",
    },
  },
  {
    name: "trackSingle",
    call: (routee) => routee.trackSingle(credentials, "m/1"),
    order: false,
    asked: { method: "GET", path: "/sms/tracking/single/m%2F1" },
    good: [item],
    odd: {
      answer: [{ ...item, status: { status: "Sent", date: "soon" } }],
      problem: "Routee's tracking answer cannot be understood: in an item, status.date is no ISO 8601 time.",
    },
  },
  {
    name: "searchTracking",
    call: (routee) => routee.searchTracking(credentials, { ...range, filters }),
    order: false,
    asked: { method: "POST", path: `/sms/tracking?${query}`, json: filters },
    good: page,
    odd: {
      answer: { content: [{ status: item.status }] },
      problem: "Routee's tracking answer cannot be understood: in an item, messageId is missing or of the wrong type.",
    },
  },
  {
    name: "sendCampaign",
    call: (routee) => routee.sendCampaign(credentials, campaign),
    order: true,
    asked: { method: "POST", path: "/sms/campaign", json: campaign },
    good: campaignAnswer,
    odd: { answer: {}, problem: `Routee's campaign answer ${noTrackingId}` },
  },
  {
    name: "updateCampaign",
    call: (routee) => routee.updateCampaign(credentials, "c 1", campaign),
    order: true,
    asked: { method: "PUT", path: "/sms/c%201", json: campaign },
    good: campaignAnswer,
    odd: { answer: { trackingId: null }, problem: `Routee's campaign answer ${noTrackingId}` },
  },
  {
    name: "cancelCampaign",
    call: (routee) => routee.cancelCampaign(credentials, "c-1"),
    order: true,
    asked: { method: "DELETE", path: "/sms/c-1" },
    good: {},
    odd: null,
  },
  {
    name: "readCampaign",
    call: (routee) => routee.readCampaign(credentials, "c-1"),
    order: false,
    asked: { method: "GET", path: "/campaigns/c-1" },
    good: campaignAnswer,
    odd: {
      answer: { trackingId: "" },
      problem: "Routee's campaign answer cannot be understood: trackingId is out of range.",
    },
  },
  {
    name: "analyzeCampaign",
    call: (routee) => routee.analyzeCampaign(credentials, campaign),
    order: false,
    asked: { method: "POST", path: "/sms/analyze/campaign", json: campaign },
    good: campaignAnswer.smsAnalysis,
    odd: { answer: [], problem: "Routee's campaign analysis answer cannot be understood: it is not an object." },
  },
  {
    name: "trackCampaign",
    call: (routee) => routee.trackCampaign(credentials, "c-1"),
    order: false,
    asked: { method: "GET", path: "/sms/tracking/campaign/c-1?page=0&size=2000" },
    good: page,
    odd: {
      answer: { content: 5 },
      problem: "Routee's tracking answer cannot be understood: content is missing or of the wrong type.",
    },
  },
  {
    name: "balance",
    call: (routee) => routee.balance(credentials),
    order: false,
    asked: { method: "GET", path: "/accounts/me/balance" },
    good: { balance: 20.5 },
    odd: {
      answer: {},
      problem: "Routee's balance answer cannot be understood: balance is missing or of the wrong type.",
    },
  },
  {
    name: "prices",
    call: (routee) => routee.prices(credentials, { mcc: "202", mnc: "01", currency: "EUR" }),
    order: false,
    asked: { method: "GET", path: "/system/prices?mcc=202&mnc=01&currency=EUR&service=Sms" },
    good: { sms: [] },
    odd: {
      answer: { sms: [{ mcc: 202, networks: [{ price: "free" }] }] },
      problem: "Routee's prices answer cannot be understood: sms.0.networks.0.price is not written as expected.",
    },
  },
];

/** Its value. @throws when the call failed. */
export function resultOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

/** Why it failed. @throws when it did not. */
export function failureOf(outcome: Outcome<unknown>) {
  if (outcome.ok) throw new Error("It went well.");
  return outcome.failure;
}
