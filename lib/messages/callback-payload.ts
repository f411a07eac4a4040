import { wholeSeconds } from "@/lib/routee/wire-times";
import type { Fold, Observation } from "./fold";
import type { Standings } from "./status";
import { partsOf } from "./status";
import type { MessageRow } from "./store";

/** The body of a callback: Routee's own JSON, so that receivers made for Routee keep working, and a little more. Pure. */

export type Strategy = "OnChange" | "OnCompletion";

/** A change of a message's status, made by one event. */
export interface StatusChange {
  message: Pick<MessageRow, "id" | "to" | "from" | "body" | "label" | "country">;
  fold: Fold;
  observation: Observation;
  sequence: number;
  previousStatus: string;
  now: Standings;
}

/** The campaign that a message belongs to. */
export interface Campaign {
  id: string;
  name: string | null;
}

/** Whether a change is called back: every one, or only those to a final status (also from one final status to another). */
export function callsBack(
  strategy: Strategy,
  { previousStatus, now }: Pick<StatusChange, "previousStatus" | "now">,
): boolean {
  if (previousStatus === now.status) return false;
  return strategy === "OnChange" || now.final;
}

/**
 * What is posted (Routee's callback page; http-contract.md, "Callbacks out"). `messageId` is Routee's tracking ID, or
 * ours until that is known; `smsId`, `part`, `price` and `latency` are those of the segment that made the change.
 * Fields that do not apply are left out, as Routee does.
 */
export function callbackBody(
  { message, fold, observation, sequence, previousStatus, now }: StatusChange,
  applicationName: string,
  campaign: Campaign | null = null,
): string {
  const country = fold.country?.value ?? message.country;
  const { reason } = now;
  return JSON.stringify({
    messageId: fold.trackingId?.value ?? message.id,
    ...given("smsId", observation.smsId),
    ...given("campaignTrackingId", campaign?.id),
    ...given("campaignName", campaign?.name),
    ...given("part", observation.segment),
    parts: partsOf(fold),
    ...given("label", message.label),
    to: message.to,
    ...given("from", message.from),
    ...given("country", country),
    ...given("operator", fold.operator?.value),
    groups: [],
    status: {
      name: now.status,
      ...(reason ? { reason } : {}),
      updatedDate: wholeSeconds(Date.parse(now.finalAt ?? observation.at)),
    },
    message: message.body,
    applicationName,
    ...given("latency", fold.latency?.value),
    ...given("price", observation.price == null ? null : Number(observation.price)),
    direction: "Outbound",
    originatingService: "Sms",
    sequence,
    previousStatus,
    final: now.final,
  });
}

function given(name: string, value: unknown): Record<string, unknown> {
  return value === null || value === undefined ? {} : { [name]: value };
}
