import { randomUUID } from "node:crypto";
import { wholeSeconds, withFraction } from "@/lib/routee/wire";
import { bodyAnalysis, sentAs } from "@/lib/sms/body-analysis";
import { type Application, euros } from "../applications";
import { given } from "../bodies";
import type { Campaign, CampaignOrder, Statuses } from "../campaign";
import type { CampaignRunner } from "../campaign-runner";
import { type Asked, CODES, ok, type Reply, refusal } from "../exchange";
import type { Ledger } from "../ledger";
import { NOT_SENT, stateOf } from "../message";
import { networkOf } from "../network";
import { validateCampaign, validateCampaignAnalysis } from "../validate-campaign";
import { noCampaign } from "./tracking";

/** How long a campaign that is not scheduled is Queued; milliseconds at speed 1. */
const QUEUED_MS = 300;

export interface Campaigns {
  send(asked: Asked, application: Application): Reply;
  analyze(asked: Asked): Reply;
  read(trackingId: string): Reply;
  change(asked: Asked, application: Application, trackingId: string): Reply;
  cancel(trackingId: string): Reply;
}

/** `/sms/campaign`, `/sms/analyze/campaign`, `/sms/{trackingId}` and `/campaigns/{trackingId}`. */
export function createCampaigns(ledger: Ledger, runner: CampaignRunner): Campaigns {
  /** Takes an order, in the place of the campaign it changes. */
  function put(asked: Asked, application: Application, old: Campaign | null): Reply {
    const checked = validateCampaign(asked.json, application, ledger.faults.choices.defaultStrategy);
    if (!checked.ok) return checked.reply;
    const { order } = checked;
    const taken = [...ledger.campaigns.values()].some(
      (one) => one !== old && one.applicationId === application.id && one.order.name === order.name,
    );
    if (order.name !== null && taken)
      return refusal(CODES.nameTaken, `campaign with campaignName '${order.name}' already exists!`, {
        entity: "campaign",
        property: "campaignName",
        value: order.name,
      });
    const now = Date.now();
    // What lies in the past is sent at once.
    const wait = order.scheduledAt === null ? 0 : Math.max(0, order.scheduledAt - now);
    const campaign: Campaign = {
      trackingId: old?.trackingId ?? randomUUID(),
      applicationId: application.id,
      order,
      state: wait > 0 ? "Scheduled" : "Queued",
      createdAt: old?.createdAt ?? now,
      dueAt: now + (wait || QUEUED_MS) / ledger.speed,
      endedAt: null,
      quietHours: {},
      reports: [],
    };
    ledger.setCampaign(campaign);
    runner.begin(campaign);
    return ok(campaignBody(campaign, runner.statusesOf(campaign), 0));
  }

  /** What was paid for its messages and not given back. */
  function costOf({ trackingId }: Campaign): number {
    let cost = 0;
    for (const message of ledger.messages.ofCampaign(trackingId)) {
      if (!message.charged) continue;
      const sent = message.smsIds.filter((_, i) => !NOT_SENT.includes(stateOf(message, i + 1).status));
      cost += message.price * sent.length;
    }
    return euros(cost);
  }

  /** Deals with a campaign that can still be changed. */
  function scheduled(trackingId: string, deal: (campaign: Campaign) => Reply): Reply {
    const campaign = ledger.campaigns.get(trackingId);
    if (!campaign) return noCampaign(trackingId);
    if (campaign.state === "Scheduled") return deal(campaign);
    const more = { entity: "campaign", property: "state", value: campaign.state };
    return refusal(CODES.notScheduled, "The campaign is not in Scheduled state", more);
  }

  return {
    send: (asked, application) => put(asked, application, null),
    analyze({ json }) {
      const checked = validateCampaignAnalysis(json);
      return checked.ok ? ok(analysisOf(checked.order, true)) : checked.reply;
    },
    read(trackingId) {
      const campaign = ledger.campaigns.get(trackingId);
      if (!campaign) return noCampaign(trackingId);
      return ok(campaignBody(campaign, runner.statusesOf(campaign), costOf(campaign)));
    },
    change: (asked, application, trackingId) => scheduled(trackingId, (old) => put(asked, application, old)),
    cancel: (trackingId) =>
      scheduled(trackingId, () => {
        ledger.removeCampaign(trackingId);
        return { status: 200, text: "" };
      }),
  };
}

function analysisOf({ to, body }: Pick<CampaignOrder, "to" | "body">, transcode: boolean) {
  const countries = to.map((number) => [number, networkOf(number).country] as const);
  const perCountry: Record<string, number> = {};
  for (const [, country] of countries) if (country) perCountry[country] = (perCountry[country] ?? 0) + 1;
  return {
    numberOfRecipients: to.length,
    recipientsPerCountry: perCountry,
    recipientCountries: Object.fromEntries(countries.filter(([, country]) => country !== null)),
    contacts: {},
    recipientsPerGroup: {},
    totalInGroups: 0,
    bodyAnalysis: bodyAnalysis(body, sentAs(body, transcode).sentBody),
  };
}

function campaignBody(campaign: Campaign, statuses: Statuses, cost: number) {
  const { order, trackingId, state, createdAt, endedAt, quietHours } = campaign;
  return {
    trackingId,
    ...given("campaignName", order.name),
    type: "Sms",
    state,
    createdAt: withFraction(createdAt),
    ...given("endedAt", endedAt && withFraction(endedAt)),
    respectQuietHours: order.respectQuietHours,
    ...given("scheduledDate", order.scheduledAt && wholeSeconds(order.scheduledAt)),
    from: order.from,
    to: order.to,
    body: order.body,
    smsAnalysis: analysisOf(order, order.transcode),
    flash: order.flash,
    ...given("ttl", order.ttl),
    ...given("fallbackValues", Object.keys(order.fallbackValues).length > 0 ? order.fallbackValues : null),
    ...given("quietHoursReport", Object.keys(quietHours).length > 0 ? quietHours : null),
    statuses,
    ...given("callback", order.callback),
    ...given("campaignCallback", order.campaignCallback),
    cost,
    totalMessages: order.to.length,
  };
}
