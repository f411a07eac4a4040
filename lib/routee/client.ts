import { failure, hide, type Outcome, ofQuestion } from "./failure";
import { parseJson } from "./json";
import { explainErrorCode } from "./reasons";
import { type Answer, makeRequest } from "./request";
import { type Credentials, createTokenCache } from "./token-cache";
import {
  parseError,
  parseSendAnswer,
  parseTracking,
  type SearchFilter,
  type SegmentReport,
  type SendAnswer,
  type SendRequest,
  trackingPageSchema,
} from "./wire";

export type { Credentials } from "./token-cache";

export interface SearchRange {
  /** Routee searches the latest 7 days only. */
  from: Date;
  until: Date;
  /** All of them must hold. */
  filters: readonly SearchFilter[];
}

/** Routee's SMS API. Failures are results, never thrown. */
export interface RouteeClient {
  /** Hands one message over. Never repeats a request that may have been taken. */
  send(credentials: Credentials, request: SendRequest): Promise<Outcome<SendAnswer>>;
  /** What became of a message, one report for each segment. Refused with 404005000 when Routee does not know it. */
  trackSingle(credentials: Credentials, trackingId: string): Promise<Outcome<SegmentReport[]>>;
  /** All outbound segments in a range. Refuses rather than leave some out when there are more than 10,000. */
  searchTracking(credentials: Credentials, range: SearchRange): Promise<Outcome<SegmentReport[]>>;
  /** Whether a token can be had. @param options.fresh asks Routee even when a good token is at hand. */
  verify(credentials: Credentials, options?: { fresh?: boolean }): Promise<Outcome<true>>;
}

interface Call {
  method: "GET" | "POST";
  path: string;
  json?: unknown;
}

const PAGE_SIZE = 500;
const MAX_PAGES = 20;

/**
 * A client for one pair of addresses, which remembers tokens.
 * @param options.timeoutMs for each request, 10 seconds without it.
 */
export function createRouteeClient(options: {
  authUrl: string;
  apiUrl: string;
  timeoutMs?: number;
  fetch?: typeof fetch;
}): RouteeClient {
  const { authUrl, apiUrl, timeoutMs = 10_000 } = options;
  // Looked up at each call, as Next and tests replace the global one.
  const fetcher: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const tokens = createTokenCache({ authUrl, timeoutMs, fetcher });

  function request(token: string, { method, path, json }: Call): Promise<Outcome<Answer>> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: "application/json" };
    if (json === undefined) return makeRequest(fetcher, apiUrl + path, { method, headers }, timeoutMs);
    headers["content-type"] = "application/json";
    return makeRequest(fetcher, apiUrl + path, { method, headers, body: JSON.stringify(json) }, timeoutMs);
  }

  /** With a new token and once more where Routee did not accept the first one, as its documentation asks for. */
  async function call(credentials: Credentials, what: Call): Promise<Outcome<unknown>> {
    const first = await tokens.get(credentials);
    if (!first.ok) return first;
    let token = first.value;
    let answer = await request(token, what);
    if (answer.ok && tokenNotAccepted(answer.value)) {
      const second = await tokens.renew(credentials, token);
      if (!second.ok) return second;
      token = second.value;
      answer = await request(token, what);
    }
    return answer.ok ? readAnswer(answer.value, [token, credentials.applicationSecret]) : answer;
  }

  async function ask(credentials: Credentials, what: Call): Promise<Outcome<unknown>> {
    const answer = await call(credentials, what);
    return answer.ok ? answer : { ok: false, failure: ofQuestion(answer.failure) };
  }

  return {
    async send(credentials, { from, ...rest }) {
      const json = from ? { ...rest, from } : rest;
      const answer = await call(credentials, { method: "POST", path: "/sms", json });
      if (!answer.ok) return answer;
      const value = parseSendAnswer(answer.value);
      return value ? { ok: true, value } : failure("lost", "Routee answered without a tracking ID.", { status: 200 });
    },

    async trackSingle(credentials, trackingId) {
      const path = `/sms/tracking/single/${encodeURIComponent(trackingId)}`;
      const answer = await ask(credentials, { method: "GET", path });
      if (!answer.ok) return answer;
      return Array.isArray(answer.value) ? readItems(answer.value) : unreadable("is not a list");
    },

    async searchTracking(credentials, { from, until, filters }) {
      const reports: SegmentReport[] = [];
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const query = new URLSearchParams({
          dateStart: wholeSeconds(from, Math.floor),
          dateEnd: wholeSeconds(until, Math.ceil),
          page: String(page),
          size: String(PAGE_SIZE),
        });
        const answer = await ask(credentials, { method: "POST", path: `/sms/tracking?${query}`, json: filters });
        if (!answer.ok) return answer;
        const parsed = trackingPageSchema.safeParse(answer.value);
        if (!parsed.success) return unreadable("is not a page of results");
        const items = readItems(parsed.data.content.filter(isOutbound));
        if (!items.ok) return items;
        reports.push(...items.value);
        const { last, totalPages, content } = parsed.data;
        if (last === true || content.length === 0 || (totalPages !== undefined && page + 1 >= totalPages))
          return { ok: true, value: reports };
      }
      return failure("refused", `The search finds more than ${PAGE_SIZE * MAX_PAGES} segments: narrow it.`);
    },

    async verify(credentials, { fresh = false } = {}) {
      const token = await (fresh ? tokens.renew(credentials) : tokens.get(credentials));
      return token.ok ? { ok: true, value: true } : token;
    },
  };
}

/** The token lacks the right to send SMS: another one would lack it too. */
const NO_RIGHT = "403000000";

function tokenNotAccepted({ status, body }: Answer): boolean {
  return status === 401 || (status === 403 && parseError(parseJson(body)).code !== NO_RIGHT);
}

function readAnswer({ status, body, retryAfterMs }: Answer, secrets: readonly string[]): Outcome<unknown> {
  const json = parseJson(body);
  const good = status >= 200 && status < 300;
  if (good && json !== undefined) return { ok: true, value: json };
  const raw = body === null ? null : hide(body, secrets);
  if (good) return failure("lost", "Routee's answer arrived broken or is not JSON.", { status, raw });
  const { code, words } = parseError(parseJson(raw));
  const about = { status, raw, code, retryAfterMs };
  const says = words ? ` Routee says: ${words}` : "";
  if (status === 429) return failure("rate_limited", `Routee asks to slow down.${says}`, about);
  if (status === 401) return failure("credentials", `Routee does not accept the token it gave.${says}`, about);
  if (status >= 400 && status < 500) {
    const meaning = (code && explainErrorCode(code)) ?? `Routee refused the request with HTTP ${status}.`;
    return failure("refused", meaning + says, about);
  }
  return failure("lost", `Routee answered HTTP ${status} instead of a result.`, about);
}

function readItems(items: readonly unknown[]): Outcome<SegmentReport[]> {
  const reports: SegmentReport[] = [];
  for (const item of items) {
    const parsed = parseTracking(item);
    if (!parsed.ok) return unreadable(`has an item of which ${parsed.problem}`);
    reports.push(parsed.receipt);
  }
  return { ok: true, value: reports };
}

function unreadable(how: string): Outcome<never> {
  const { failure: failed } = failure("lost", `Routee's tracking answer ${how}.`, { status: 200 });
  return { ok: false, failure: ofQuestion(failed) };
}

/** A search finds incoming messages too. */
function isOutbound(item: unknown): boolean {
  return typeof item !== "object" || item === null || !("direction" in item) || item.direction !== "Inbound";
}

function wholeSeconds(time: Date, round: (seconds: number) => number): string {
  return new Date(round(time.getTime() / 1_000) * 1_000).toISOString().replace(".000Z", "Z");
}
