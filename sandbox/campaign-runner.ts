import { type Campaign, countStatuses, filledBody, isSettled, isShifted, noStatuses, type Statuses } from "./campaign";
import type { Courier } from "./courier";
import type { Ledger } from "./ledger";
import { type Message, statusOf } from "./message";
import { networkOf } from "./network";
import { quietWait } from "./quiet-hours";
import type { Take } from "./taking";
import type { Timers } from "./timers";

/** Sends the messages of campaigns, and tells how far they are. */
export interface CampaignRunner {
  /** Begins with a campaign that stands in the ledger, when it is due. */
  begin(campaign: Campaign): void;
  /** Something happened to a message. */
  onChange(message: Message): void;
  /** Where the messages of a campaign stand. */
  statusesOf(campaign: Campaign): Statuses;
  /** Goes on with everything that a restart interrupted. */
  resume(): void;
  reset(): void;
}

/** So that a large campaign leaves room for other requests. */
const MESSAGES_AT_ONCE = 200;
const PAUSE_MS = 20;

interface Progress {
  statuses: Statuses;
  /** By tracking ID: what the message counts as. */
  counted: Map<string, string>;
}

export function createCampaignRunner(parts: {
  ledger: Ledger;
  timers: Timers;
  /** Made later than this, since each tells the other. */
  courier: () => Courier;
  take: () => Take;
}): CampaignRunner {
  const { ledger, timers } = parts;
  const progress = new Map<string, Progress>();

  function begin(campaign: Campaign): void {
    timers.at(campaign.dueAt, () => {
      // It may have been changed or cancelled meanwhile.
      if (ledger.campaigns.get(campaign.trackingId) !== campaign) return;
      ledger.changeCampaign(campaign, { state: "Running" });
      sendSome(campaign);
    });
  }

  function sendSome(campaign: Campaign): void {
    const { trackingId, applicationId, order } = campaign;
    // Each recipient has one message: as many as there are, so far it is.
    const from = ledger.messages.ofCampaign(trackingId).length;
    const { name, to: recipients, flash, ttl, transcode, callback } = order;
    const body = filledBody(order);
    const quietHours = { ...campaign.quietHours };
    for (const to of recipients.slice(from, from + MESSAGES_AT_ONCE)) {
      const { country } = networkOf(to);
      const delayMs = order.respectQuietHours ? quietWait(country, Date.now()) : 0;
      if (delayMs > 0 && country) quietHours[country] = (quietHours[country] ?? 0) + 1;
      const single = { to, from: order.from, body, label: null, flash, ttl, transcode, callback };
      const message = parts.take()(applicationId, single, {
        campaign: { trackingId, name },
        delayMs,
        evenUnpaid: true,
      });
      if (message !== "insufficient_balance") count(campaign, message);
    }
    ledger.changeCampaign(campaign, { quietHours });
    look(campaign);
    if (from + MESSAGES_AT_ONCE < recipients.length)
      timers.at(Date.now() + PAUSE_MS, () => {
        if (ledger.campaigns.get(trackingId) === campaign) sendSome(campaign);
      });
  }

  function progressOf({ trackingId }: Campaign): Progress {
    const known = progress.get(trackingId);
    if (known) return known;
    const messages = ledger.messages.ofCampaign(trackingId);
    const counted = new Map(messages.map((message) => [message.trackingId, statusOf(message)]));
    const fresh = { statuses: countStatuses(messages), counted };
    progress.set(trackingId, fresh);
    return fresh;
  }

  function count(campaign: Campaign, message: Message): void {
    const { statuses, counted } = progressOf(campaign);
    const before = counted.get(message.trackingId);
    const now = statusOf(message);
    if (before === now) return;
    if (before !== undefined) statuses[before] = (statuses[before] ?? 0) - 1;
    statuses[now] = (statuses[now] ?? 0) + 1;
    counted.set(message.trackingId, now);
  }

  /** Moves the campaign on, and tells its progress where that is asked for. */
  function look(campaign: Campaign): void {
    const { statuses } = progressOf(campaign);
    const total = campaign.order.to.length;
    const taken = Object.values(statuses).reduce((sum, one) => sum + one, 0);
    const ends = campaign.state !== "Finished" && isSettled(statuses, total);
    if (ends) ledger.changeCampaign(campaign, { state: "Finished", endedAt: Date.now() });
    else if (campaign.state === "Running" && taken === total && statuses.Queued === 0)
      ledger.changeCampaign(campaign, { state: "Sent" });

    const strategy = campaign.order.campaignCallback?.strategy;
    const told = campaign.reports.at(-1)?.statuses ?? noStatuses();
    if (strategy === undefined || !(ends || (strategy === "OnChange" && isShifted(told, statuses, total)))) return;
    ledger.reportCampaign(campaign, { at: Date.now(), state: campaign.state, statuses: { ...statuses } });
    parts.courier().report(campaign, campaign.reports.length - 1);
  }

  return {
    begin,
    onChange(message) {
      const campaign = message.campaign && ledger.campaigns.get(message.campaign.trackingId);
      if (!campaign) return;
      count(campaign, message);
      look(campaign);
    },
    statusesOf: (campaign) => progressOf(campaign).statuses,
    resume() {
      for (const campaign of ledger.campaigns.values())
        if (campaign.state === "Scheduled" || campaign.state === "Queued") begin(campaign);
        else if (ledger.messages.ofCampaign(campaign.trackingId).length < campaign.order.to.length) sendSome(campaign);
        else look(campaign);
    },
    reset: () => progress.clear(),
  };
}
