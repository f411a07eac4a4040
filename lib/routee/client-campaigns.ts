import { type Exchange, readAs, readQuestionAs } from "./exchange";
import type { Outcome } from "./failure";
import { campaignReports } from "./read-reports";
import type { Credentials } from "./token-cache";
import {
  type Campaign,
  type CampaignAnalysis,
  type CampaignRequest,
  campaignAnalysisSchema,
  campaignOf,
  campaignSchema,
} from "./wire-campaign";
import type { SegmentReport } from "./wire-report";

/**
 * Campaigns. Routee schedules only these: one with `scheduledDate` waits in the state Scheduled, in which alone it can
 * be changed or cancelled. What changes something may have been done when its answer is lost.
 */
export interface CampaignCalls {
  /** Hands a campaign over: at once, or with `scheduledDate` then. */
  sendCampaign(credentials: Credentials, request: CampaignRequest): Promise<Outcome<Campaign>>;
  /** Replaces a scheduled campaign; without `scheduledDate` it is sent at once. Refused with 400009002 when too late. */
  updateCampaign(credentials: Credentials, trackingId: string, request: CampaignRequest): Promise<Outcome<Campaign>>;
  /** Cancels a scheduled campaign, which Routee then no longer knows. */
  cancelCampaign(credentials: Credentials, trackingId: string): Promise<Outcome<true>>;
  /** A campaign with its counts. Refused with 404009001 when Routee does not know it. */
  readCampaign(credentials: Credentials, trackingId: string): Promise<Outcome<Campaign>>;
  /** What Routee would make of a campaign. Nothing is sent. */
  analyzeCampaign(credentials: Credentials, request: CampaignRequest): Promise<Outcome<CampaignAnalysis>>;
  /** What became of a campaign's messages, one report for each segment; refuses beyond 40,000. */
  trackCampaign(credentials: Credentials, trackingId: string): Promise<Outcome<SegmentReport[]>>;
}

export function campaignCalls(exchange: Exchange): CampaignCalls {
  const pathOf = (trackingId: string) => `/sms/${encodeURIComponent(trackingId)}`;

  async function order(
    credentials: Credentials,
    method: "POST" | "PUT",
    path: string,
    json: CampaignRequest,
  ): Promise<Outcome<Campaign>> {
    const answer = await exchange.order(credentials, { method, path, json });
    if (!answer.ok) return answer;
    const read = readAs(campaignSchema, answer.value, "campaign");
    return read.ok ? { ok: true, value: campaignOf(read.value, answer.value.json) } : read;
  }

  return {
    sendCampaign: (credentials, request) => order(credentials, "POST", "/sms/campaign", request),
    updateCampaign: (credentials, trackingId, request) => order(credentials, "PUT", pathOf(trackingId), request),

    async cancelCampaign(credentials, trackingId) {
      const call = { method: "DELETE", path: pathOf(trackingId), mayBeEmpty: true } as const;
      const answer = await exchange.order(credentials, call);
      return answer.ok ? { ok: true, value: true } : answer;
    },

    async readCampaign(credentials, trackingId) {
      const path = `/campaigns/${encodeURIComponent(trackingId)}`;
      const answer = await exchange.ask(credentials, { method: "GET", path });
      if (!answer.ok) return answer;
      const read = readQuestionAs(campaignSchema, answer.value, "campaign");
      return read.ok ? { ok: true, value: campaignOf(read.value, answer.value.json) } : read;
    },

    async analyzeCampaign(credentials, json) {
      const answer = await exchange.ask(credentials, { method: "POST", path: "/sms/analyze/campaign", json });
      return answer.ok ? readQuestionAs(campaignAnalysisSchema, answer.value, "campaign analysis") : answer;
    },

    trackCampaign: (credentials, trackingId) => campaignReports(exchange, credentials, trackingId),
  };
}
