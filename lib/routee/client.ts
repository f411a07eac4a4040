import { type AccountCalls, accountCalls } from "./client-account";
import { type CampaignCalls, campaignCalls } from "./client-campaigns";
import { createExchange, readAs, readQuestionAs } from "./exchange";
import type { Outcome } from "./failure";
import { type SearchRange, searchReports, singleReports } from "./read-reports";
import type { Credentials } from "./token-cache";
import {
  analysisSchema,
  type RouteeAnalysis,
  type SendAnswer,
  type SendRequest,
  sendAnswerOf,
  sendAnswerSchema,
} from "./wire-message";
import type { SegmentReport } from "./wire-report";

export type { SearchRange } from "./read-reports";
export type { Credentials } from "./token-cache";

/** Routee's SMS API as far as Tidings uses it. Failures are results, never thrown. */
export interface RouteeClient extends CampaignCalls, AccountCalls {
  /**
   * Hands one message over. Never repeats a request that may have been taken.
   * @param options.claim is called when the request could leave now, with a token and its turn had; the request is made
   *   only if that gives true, else the failure is `withdrawn`. What it throws is thrown on.
   * @param options.secrets what of the request is not to be kept, although Routee's answer repeats it.
   */
  send(
    credentials: Credentials,
    request: SendRequest,
    options?: { claim?: () => Promise<boolean>; secrets?: readonly string[] },
  ): Promise<Outcome<SendAnswer>>;
  /** What Routee would make of a text, and what a segment costs. Nothing is sent. */
  analyze(
    credentials: Credentials,
    request: { to: string; from: string; body: string },
  ): Promise<Outcome<RouteeAnalysis>>;
  /** What became of a message, one report for each segment. Refused with 404005000 when Routee does not know it. */
  trackSingle(credentials: Credentials, trackingId: string): Promise<Outcome<SegmentReport[]>>;
  /** All outbound segments in a range. Refuses rather than leave some out when there are more than 40,000. */
  searchTracking(credentials: Credentials, range: SearchRange): Promise<Outcome<SegmentReport[]>>;
  /** Whether a token can be had. @param options.fresh asks Routee even when a good token is at hand. */
  verify(credentials: Credentials, options?: { fresh?: boolean }): Promise<Outcome<true>>;
}

/**
 * A client for one pair of addresses, which remembers tokens and keeps its connections.
 * @param options.timeoutMs for each request, 10 seconds without it.
 * @param options.maxConcurrent requests of one app under way at once, 16 without it.
 */
export function createRouteeClient(options: {
  authUrl: string;
  apiUrl: string;
  timeoutMs?: number;
  maxConcurrent?: number;
}): RouteeClient {
  const { authUrl, apiUrl, timeoutMs = 10_000, maxConcurrent = 16 } = options;
  const exchange = createExchange({ authUrl, apiUrl, timeoutMs, maxConcurrent });

  return {
    ...campaignCalls(exchange),
    ...accountCalls(exchange),

    async send(credentials, { from, ...rest }, { claim, secrets } = {}) {
      const json = from ? { ...rest, from } : rest;
      const answer = await exchange.order(credentials, { method: "POST", path: "/sms", json, secrets }, claim);
      if (!answer.ok) return answer;
      const read = readAs(sendAnswerSchema, answer.value, "send");
      return read.ok ? { ok: true, value: sendAnswerOf(read.value, answer.value.hidden(answer.value.json)) } : read;
    },

    async analyze(credentials, json) {
      const answer = await exchange.ask(credentials, { method: "POST", path: "/sms/analyze", json });
      if (!answer.ok) return answer;
      const read = readQuestionAs(analysisSchema, answer.value, "analysis");
      if (!read.ok) return read;
      const { cost, bodyAnalysis } = read.value;
      return { ok: true, value: { cost, bodyAnalysis, raw: answer.value.hidden(answer.value.json) } };
    },

    trackSingle: (credentials, trackingId) => singleReports(exchange, credentials, trackingId),
    searchTracking: (credentials, range) => searchReports(exchange, credentials, range),

    async verify(credentials, { fresh = false } = {}) {
      const token = await (fresh ? exchange.tokens.renew(credentials) : exchange.tokens.get(credentials));
      return token.ok ? { ok: true, value: true } : token;
    },
  };
}
