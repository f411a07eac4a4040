import type { Posted } from "../entries";
import { ok, type Reply } from "../exchange";
import type { Ledger } from "../ledger";
import { type Message, stateOf } from "../message";
import { problem } from "./given";

/** Everything the sandbox took and posted, for tests that compare both sides. */

const iso = (at: number) => new Date(at).toISOString();

/**
 * `GET /control/ledger?since&after&limit`: messages taken and tries to post, each with its `sequence`. With `limit`
 * at most so many of both together, after the sequence `after`; `next` is there while more is to come.
 */
export function readLedger(ledger: Ledger, query: URLSearchParams): Reply {
  const since = query.get("since");
  const from = since === null ? 0 : /^\d+$/.test(since) ? Number(since) : Date.parse(since);
  if (Number.isNaN(from)) return problem("since is neither a time nor milliseconds");
  const after = numberOf(query, "after", 0);
  const limit = numberOf(query, "limit", Number.POSITIVE_INFINITY);
  if (after === null || limit === null || limit < 1) return problem("after and limit are whole numbers, limit from 1");

  const messages = inReach(ledger.messages.inOrder, after, limit, ({ acceptedAt }) => acceptedAt >= from);
  const tries = inReach(ledger.posted, after, limit, ({ at }) => at >= from);
  // Both are in order: what lies beyond the limit in their common order is for the next time.
  const sequences = [...messages, ...tries].map(({ sequence }) => sequence).sort((a, b) => a - b);
  const last = sequences[limit - 1] ?? Number.POSITIVE_INFINITY;
  const within = ({ sequence }: { sequence: number }) => sequence <= last;
  const taken = messages.filter(within).map((message) => takenView(ledger, message));
  const posted = tries.filter(within).map((one) => postedView(ledger, one));
  return ok({ taken, posted, ...(sequences.length > limit ? { next: last } : {}) });
}

/** `GET /control/messages?limit`: the latest messages, with the last try to post for each. */
export function readLatest(ledger: Ledger, query: URLSearchParams): Reply {
  const limit = numberOf(query, "limit", 50);
  if (limit === null || limit < 1 || limit > 1_000) return problem("limit is a whole number from 1 to 1000");
  const messages = ledger.messages.inOrder.slice(-limit).reverse();
  const wanted = new Set(messages.map(({ trackingId }) => trackingId));
  const lastPosts = new Map<string, Posted[]>();
  for (let index = ledger.posted.length - 1; index >= 0 && index >= ledger.posted.length - limit * 100; index -= 1) {
    const one = ledger.posted[index];
    if (!one || !wanted.has(one.trackingId)) continue;
    const known = lastPosts.get(one.trackingId) ?? [];
    if (known.length < LAST_POSTS) lastPosts.set(one.trackingId, [...known, one]);
  }
  const data = messages.map((message) => ({
    ...takenView(ledger, message),
    lastPosts: (lastPosts.get(message.trackingId) ?? []).map((one) => postedView(ledger, one)),
  }));
  return ok({ data });
}

const LAST_POSTS = 3;

/** Null when it is no whole number. */
function numberOf(query: URLSearchParams, name: string, fallback: number): number | null {
  const text = query.get(name);
  if (text === null) return fallback;
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** The first ones after a sequence, one more than the limit. The list is in order of sequence. */
function inReach<T extends { sequence: number }>(
  list: readonly T[],
  after: number,
  limit: number,
  isWanted: (one: T) => boolean,
): T[] {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.sequence ?? 0) <= after) low = middle + 1;
    else high = middle;
  }
  const found: T[] = [];
  for (let index = low; index < list.length && found.length <= limit; index += 1) {
    const one = list[index];
    if (one && isWanted(one)) found.push(one);
  }
  return found;
}

function takenView(ledger: Ledger, message: Message) {
  const { sequence, trackingId, applicationId, to, from, body, sentBody, label, callback, campaign, smsIds } = message;
  return {
    sequence,
    trackingId,
    applicationId,
    to,
    from,
    body,
    sentBody,
    label,
    at: iso(message.acceptedAt),
    callback: callback?.url ?? null,
    strategy: callback?.strategy ?? null,
    campaign: campaign?.trackingId ?? null,
    charged: message.charged,
    parts: smsIds.length,
    segments: smsIds.map((smsId, i) => {
      const { status, detailedStatus, at } = stateOf(message, i + 1);
      return { part: i + 1, smsId, status, detailedStatus, at: iso(at) };
    }),
    finished: ledger.isFinished(message),
  };
}

function postedView(ledger: Ledger, { at, ...rest }: Posted) {
  return { ...rest, label: ledger.messages.byTrackingId.get(rest.trackingId)?.label ?? null, at: iso(at) };
}
