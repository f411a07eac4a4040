import { callbackBody, callsBack, type Strategy } from "@/lib/messages/callback-payload";
import type { Observation } from "@/lib/messages/fold";
import { beginFold, observe, statusOf } from "@/lib/messages/status";

/** One callback of a sample message. */
export interface SampleCallback {
  status: string;
  /** Exactly as it would be posted. */
  body: string;
}

const MESSAGE = {
  id: "019cad2f-4c00-7000-8000-00000000c0de",
  to: "+306900000001",
  body: "Your parcel arrives today.",
  label: null,
  price: null,
  country: "GR",
};

const at = (second: number) => `2026-03-02T09:00:0${second}.000Z`;
const ACCEPTED: Observation = { status: "Accepted", at: at(0), segment: null, parts: null, origin: "us" };
const REPORT = { origin: "report", segment: 1, parts: 1, smsId: "019cad2f-50e8-7000-8000-00000000c0de" } as const;
const OBSERVED: readonly Observation[] = [
  {
    status: "Queued",
    at: at(1),
    segment: null,
    parts: 1,
    origin: "answer",
    trackingId: "019cad2f-4fe8-7000-8000-00000000c0de",
  },
  { ...REPORT, status: "Sent", at: at(2), operator: "Cosmote" },
  { ...REPORT, status: "Delivered", at: at(5), operator: "Cosmote", price: "0.042", latency: 3 },
];

/**
 * What a strategy posts for a message that is delivered: made by the code that makes the real ones, of an invented
 * message. Pure.
 */
export function sampleCallbacks(strategy: Strategy, applicationName: string, from: string): SampleCallback[] {
  let fold = beginFold(ACCEPTED, 1);
  return OBSERVED.flatMap((observation, index) => {
    const previousStatus = statusOf(fold).status;
    fold = observe(fold, observation).fold;
    const now = statusOf(fold);
    if (!callsBack(strategy, { previousStatus, now })) return [];
    const change = { message: { ...MESSAGE, from }, fold, observation, sequence: index + 2, previousStatus, now };
    return [{ status: now.status, body: callbackBody(change, applicationName) }];
  });
}
