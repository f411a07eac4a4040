import { campaignState, campaignStatuses } from "@/lib/batches/campaign-progress";
import type { BatchState, Progress } from "@/lib/batches/contract";
import { wholeSeconds, withFraction } from "@/lib/routee/wire";
import { countryOf } from "@/lib/sms/phone";
import { analysisOf } from "./answers";
import type { AskedCampaign } from "./read-campaign";

/** Campaigns in Routee's JSON, fields in the order of its pages. Fields that do not apply are left out. Pure. */

export interface CampaignView {
  id: string;
  name: string | null;
  state: BatchState;
  body: string;
  from: string;
  flash: boolean;
  ttl: number | null;
  transcode: boolean | null;
  callback_url: string | null;
  callback_strategy: string | null;
  progress_url: string | null;
  progress_strategy: string | null;
  accepted: number;
  fallback: Record<string, string>;
  asked: AskedCampaign;
  /** ISO times. */
  created_at: string;
  scheduled_at: string | null;
  finished_at: string | null;
}

const given = (name: string, value: unknown) => (value === null || value === undefined ? {} : { [name]: value });
const EMPTY = { Queued: 0, Sent: 0, Unsent: 0, Failed: 0, Delivered: 0, Undelivered: 0 };

/** The answer of `POST /sms/analyze/campaign`, and the analysis within a campaign's. */
export function campaignAnalysis({ to, body }: { to: readonly string[]; body: string }, transcode: boolean) {
  const countries = to.flatMap((number): [string, string][] => {
    const country = countryOf(number);
    return country === null ? [] : [[number, country]];
  });
  const perCountry: Record<string, number> = {};
  for (const [, country] of countries) perCountry[country] = (perCountry[country] ?? 0) + 1;
  return {
    numberOfRecipients: to.length,
    recipientsPerCountry: perCountry,
    recipientCountries: Object.fromEntries(countries),
    contacts: {},
    recipientsPerGroup: {},
    totalInGroups: 0,
    bodyAnalysis: analysisOf(body, transcode),
  };
}

/** A campaign. @param progress where its recipients stand. @param cost of all messages so far. */
export function campaignAnswer(campaign: CampaignView, progress: Progress, cost: number) {
  const { asked, scheduled_at, finished_at } = campaign;
  const callback = (url: string | null, strategy: string | null) => (url === null ? null : { url, strategy });
  return {
    trackingId: campaign.id,
    ...given("campaignName", campaign.name),
    type: "Sms",
    state: campaignState(campaign.state, progress),
    createdAt: withFraction(Date.parse(campaign.created_at)),
    ...given("endedAt", finished_at && withFraction(Date.parse(finished_at))),
    respectQuietHours: asked.respectQuietHours,
    ...given("scheduledDate", scheduled_at && wholeSeconds(Date.parse(scheduled_at))),
    from: campaign.from,
    to: asked.to,
    body: campaign.body,
    smsAnalysis: campaignAnalysis({ to: asked.to, body: campaign.body }, campaign.transcode === true),
    flash: campaign.flash,
    ...given("ttl", campaign.ttl),
    ...given("fallbackValues", Object.keys(campaign.fallback).length > 0 ? campaign.fallback : null),
    statuses: { ...EMPTY, ...campaignStatuses(progress) },
    ...given("callback", callback(campaign.callback_url, campaign.callback_strategy)),
    ...given("campaignCallback", callback(campaign.progress_url, campaign.progress_strategy)),
    cost,
    totalMessages: campaign.accepted,
  };
}
