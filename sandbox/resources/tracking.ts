import { z } from "zod";
import { searchFilterSchema } from "@/lib/routee/wire";
import { trackingItem } from "../bodies";
import { type Asked, CODES, invalid, ok, type Reply, refusal } from "../exchange";
import type { Problems } from "../fields";
import type { Ledger } from "../ledger";
import { readPage } from "../pages";
import { search } from "../search";

const DAY_MS = 86_400_000;
/** Routee searches the latest 7 days; a little more, so that clocks may differ. */
const OLDEST_MS = 7 * DAY_MS + 10 * 60_000;

const everything = { from: 0, until: Number.POSITIVE_INFINITY, filters: [], campaignId: null, onlyCampaigns: false };

/** `GET /sms/tracking/single/{trackingId}`: one item for each segment. */
export function trackSingle(ledger: Ledger, trackingId: string, now: number): Reply {
  const message = ledger.messages.byTrackingId.get(trackingId);
  if (!message || message.acceptedAt > visibleUntil(ledger, now))
    return refusal(CODES.noTracking, "SMS tracking was not found", {
      entity: "SmsTracking",
      property: "trackingId",
      value: trackingId,
    });
  return ok(message.smsIds.map((_, i) => trackingItem(message, i + 1)));
}

/** `GET /sms/tracking/campaign/{trackingId}`: a page of the campaign's segments. */
export function trackCampaign(ledger: Ledger, trackingId: string, { query }: Asked, now: number): Reply {
  if (!ledger.campaigns.has(trackingId)) return noCampaign(trackingId);
  const problems: Problems = {};
  const page = readPage(query, problems);
  if (Object.keys(problems).length > 0) return invalid(problems);
  const what = { ...everything, campaignId: trackingId, until: visibleUntil(ledger, now), sort: query.get("sort") };
  return ok(search(ledger.messages, what, page));
}

/** `POST /sms/tracking`: filters, range and page over everything taken. */
export function searchTracking(ledger: Ledger, { query, text, json }: Asked, now: number): Reply {
  if (text !== "" && json === undefined) return invalid({ filters: "malformed JSON" });
  const filters = z.array(searchFilterSchema).safeParse(json ?? []);
  const from = Date.parse(query.get("dateStart") ?? "");
  const until = Date.parse(query.get("dateEnd") ?? "");
  const problems: Problems = {};
  const page = readPage(query, problems);
  if (!filters.success) problems.filters = "unknown fieldName or searchOperator";
  if (Number.isNaN(from) || from < now - OLDEST_MS) problems.dateStart = "required, within the latest 7 days";
  if (Number.isNaN(until) || until < from) problems.dateEnd = "required, after dateStart";
  if (!filters.success || Object.keys(problems).length > 0) return invalid(problems);
  const what = {
    from,
    until: Math.min(until, visibleUntil(ledger, now)),
    filters: filters.data,
    campaignId: query.get("trackingId"),
    onlyCampaigns: query.get("campaign") === "true",
    sort: query.get("sort"),
  };
  return ok(search(ledger.messages, what, page));
}

export function noCampaign(trackingId: string): Reply {
  const words = `campaign with trackingId '${trackingId}' was not found!`;
  return refusal(CODES.noCampaign, words, { entity: "campaign", property: "trackingId", value: trackingId });
}

/** What was taken later does tracking not know yet. */
const visibleUntil = ({ faults }: Ledger, now: number) => now - faults.choices.trackingDelayMs;
