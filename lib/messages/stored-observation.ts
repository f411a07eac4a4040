import type { Observation } from "./fold";

/**
 * How an observation is kept with its event: what columns of the event say is not said again in its JSON, which is
 * written with every receipt. Pure.
 */

/** What of an observation has no column. */
type Rest = Pick<Observation, "origin"> &
  Partial<Pick<Observation, "parts" | "price" | "trackingId" | "country" | "operator" | "latency">>;

/** An event as it is read to tell what was observed. */
export interface ObservedRow {
  status: string;
  at: Date;
  segment: number | null;
  sms_id: string | null;
  reason_status: string | null;
  reason_description: string | null;
  /** Events from before this form have all of it here. */
  observation: Rest | Observation;
}

/** What is kept as JSON; {@link observationOf} is the inverse. */
export function restOf({ origin, parts, price, trackingId, country, operator, latency }: Observation): Rest {
  const rest: Rest = { origin };
  if (parts !== null) rest.parts = parts;
  if (price) rest.price = price;
  if (trackingId) rest.trackingId = trackingId;
  if (country) rest.country = country;
  if (operator) rest.operator = operator;
  if (latency !== null && latency !== undefined) rest.latency = latency;
  return rest;
}

/** What was observed, from the event that it became. */
export function observationOf(row: ObservedRow): Observation {
  return {
    parts: null,
    status: row.status,
    at: row.at.toISOString(),
    segment: row.segment,
    smsId: row.sms_id,
    reason:
      row.reason_status === null
        ? null
        : { detailedStatus: row.reason_status, description: row.reason_description ?? "" },
    ...row.observation,
  };
}
