import type { MessageStatus, Reason } from "./contract";
import { type Fold, type Observation, type Said, type SegmentFold, type Standing, seenHash } from "./fold";

/**
 * The status machine. Pure: a message's state is a fold over what was observed of it, and every part of that state
 * is a join (the greater of two by a fixed order), so that any order and any repetition of the same observations
 * ends in the same state.
 *
 * Routee reports per segment; we report about the whole message. The message's status is computed from both.
 */

/** The one table of statuses: which are final, and which of two that are alike in that counts as further on. */
export const STATUSES: Readonly<Record<MessageStatus, { final: boolean; rank: number; by: "us" | "routee" }>> = {
  Scheduled: { final: false, rank: 0, by: "us" },
  Accepted: { final: false, rank: 1, by: "us" },
  Queued: { final: false, rank: 2, by: "routee" },
  Sent: { final: false, rank: 4, by: "routee" },
  Unknown: { final: true, rank: 5, by: "us" },
  Cancelled: { final: true, rank: 6, by: "us" },
  Rejected: { final: true, rank: 7, by: "us" },
  Unsent: { final: true, rank: 8, by: "routee" },
  Failed: { final: true, rank: 9, by: "routee" },
  Undelivered: { final: true, rank: 10, by: "routee" },
  Delivered: { final: true, rank: 11, by: "routee" },
};

/** A word that Routee may use and we do not know: not final, more than Queued, less than Sent. */
const UNKNOWN_WORD = { final: false, rank: 3 } as const;

export type Verdict = "applied" | "stale" | "duplicate";

/** Repetitions further back than this are called stale rather than duplicate; nothing else depends on it. */
const SEEN_KEPT = 64;

function traits(status: string): { final: boolean; rank: number } {
  return isKnown(status) ? STATUSES[status] : UNKNOWN_WORD;
}

/** Whether a word is one of our statuses. */
export function isKnown(status: string): status is MessageStatus {
  return Object.hasOwn(STATUSES, status);
}

/** Whether a status is final. Unknown words are not. */
export function isFinal(status: string): boolean {
  return traits(status).final;
}

/**
 * Which of two standings counts. Final before not final; of two that are not final the one further on, then the
 * later; of two that are final the later (a correction), then the one further on. The rest only breaks ties, so that
 * the answer never depends on which came first.
 */
function further(a: Standing, b: Standing): Standing {
  const [x, y] = [traits(a.status), traits(b.status)];
  if (x.final !== y.final) return x.final ? a : b;
  const order = x.final ? compare(a.at, b.at) || x.rank - y.rank : x.rank - y.rank || compare(a.at, b.at);
  return (order || compare(tie(a), tie(b))) >= 0 ? a : b;
}

/** Among our own final statuses time says nothing: a refusal that Routee spoke beats what we only gave up on. */
function furtherOfOurs(a: Standing, b: Standing): Standing {
  const [x, y] = [traits(a.status), traits(b.status)];
  if (x.final !== y.final) return x.final ? a : b;
  return (x.rank - y.rank || compare(a.at, b.at) || compare(tie(a), tie(b))) >= 0 ? a : b;
}

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
const tie = (s: Standing): string =>
  JSON.stringify([s.status, s.reason?.detailedStatus ?? "", s.reason?.description ?? ""]);

function later<T extends string | number>(a: Said<T>, b: Said<T>): Said<T> {
  if (!a || !b) return a ?? b;
  return (compare(a.at, b.at) || compare(a.value, b.value)) >= 0 ? a : b;
}

const said = <T>(value: T | null | undefined, at: string): Said<T> =>
  value === null || value === undefined ? null : { value, at };

function joinSegment(a: SegmentFold | null | undefined, b: SegmentFold): SegmentFold {
  if (!a) return b;
  return {
    standing: further(a.standing, b.standing),
    smsId: later(a.smsId, b.smsId),
    price: later(a.price, b.price),
  };
}

const greatest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

/** The state of a message that was just accepted. @param counted segments by our own count. */
export function beginFold(first: Observation, counted: number): Fold {
  return {
    base: standingOf(first),
    parts: { counted, answered: null, reported: null },
    whole: null,
    segments: {},
    trackingId: null,
    country: null,
    operator: null,
    latency: null,
    settled: null,
    seen: [seenKey(first)],
  };
}

/** What tells two observations apart: one with the same key as an earlier one is its repetition. */
function seenKey(o: Observation): string {
  return seenHash(`${o.origin}|${o.segment ?? 0}|${o.status}|${o.at}|${o.reason?.detailedStatus ?? ""}`);
}

function standingOf(o: Observation): Standing {
  return { status: o.status, at: o.at, reason: o.reason ?? null };
}

/**
 * Takes one more observation into the state.
 * @returns the new state, the status of the message in it, and what was made of the observation: `applied` when it
 * changed anything, else `duplicate` when the same was seen before, else `stale`.
 */
export function observe(before: Fold, o: Observation): { fold: Fold; now: Standings; verdict: Verdict } {
  const key = seenKey(o);
  const known = before.seen.includes(key);
  const joined = join(before, o);
  const changed = !tellsTheSame(joined, before);
  const seen = known ? before.seen : [...before.seen.slice(1 - SEEN_KEPT), key];
  const standing = standingOfMessage(joined);
  // A final status is remembered, so that it is left only for another final one.
  const settled = isFinal(standing.status) ? standing : joined.settled;
  const verdict = changed ? "applied" : known ? "duplicate" : "stale";
  return { fold: { ...joined, settled, seen }, now: standingsOf(standing), verdict };
}

/** Whether two states tell the same. That the same was said again later is no change. */
function tellsTheSame(a: Fold, b: Fold): boolean {
  if (a === b) return true;
  return (
    isSameStanding(a.base, b.base) &&
    partsOf(a) === partsOf(b) &&
    a.trackingId?.value === b.trackingId?.value &&
    a.country?.value === b.country?.value &&
    a.operator?.value === b.operator?.value &&
    a.latency?.value === b.latency?.value &&
    tellTheSame(segmentsOf(a), segmentsOf(b))
  );
}

function tellTheSame(a: readonly NumberedSegment[], b: readonly NumberedSegment[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ segment, state }, index) => {
      const other = b[index];
      return (
        segment === other?.segment &&
        isSameStanding(state.standing, other.state.standing) &&
        state.smsId?.value === other.state.smsId?.value &&
        state.price?.value === other.state.price?.value
      );
    })
  );
}

function isSameStanding(a: Standing, b: Standing): boolean {
  return (
    a === b ||
    (a.status === b.status &&
      a.at === b.at &&
      a.reason?.detailedStatus === b.reason?.detailedStatus &&
      a.reason?.description === b.reason?.description)
  );
}

function join(before: Fold, o: Observation): Fold {
  if (o.origin === "note") return before;
  const fold: Fold = {
    ...before,
    trackingId: later(before.trackingId, said(o.trackingId, o.at)),
    country: later(before.country, said(o.country, o.at)),
    operator: later(before.operator, said(o.operator, o.at)),
    latency: later(before.latency, said(o.latency, o.at)),
  };
  if (o.origin === "us") return { ...fold, base: furtherOfOurs(before.base, standingOf(o)) };
  if (o.origin === "answer")
    return {
      ...fold,
      base: furtherOfOurs(before.base, standingOf(o)),
      parts: { ...before.parts, answered: greatest(before.parts.answered, o.parts) },
    };
  const report: SegmentFold = { standing: standingOf(o), smsId: said(o.smsId, o.at), price: said(o.price, o.at) };
  const parts = { ...before.parts, reported: greatest(before.parts.reported, o.parts) };
  if (o.segment === null) return { ...fold, parts, whole: joinSegment(before.whole, report) };
  const name = String(o.segment);
  return { ...fold, parts, segments: { ...before.segments, [name]: joinSegment(before.segments[name], report) } };
}

/** How many segments the message has, by the best source known, and no fewer than were reported about. */
export function partsOf(fold: Fold): number {
  const known = fold.parts.reported ?? fold.parts.answered ?? fold.parts.counted;
  let parts = Math.max(1, known);
  for (const segment in fold.segments) parts = Math.max(parts, Number(segment));
  return parts;
}

/** What is known of each segment that Routee has said anything about, in their order. */
export function segmentsOf(fold: Fold, parts = partsOf(fold)): NumberedSegment[] {
  const known: NumberedSegment[] = [];
  for (let segment = 1; segment <= parts; segment += 1) {
    const own = fold.segments[String(segment)];
    const state = fold.whole ? joinSegment(own, fold.whole) : own;
    if (state) known.push({ segment, state });
  }
  return known;
}

export interface NumberedSegment {
  /** From 1. */
  segment: number;
  state: SegmentFold;
}

/** Of segments that ended differently the worst decides: the message arrived only if each of them did. */
const WORST_FIRST: readonly string[] = ["Undelivered", "Failed", "Unsent", "Delivered"];

function isWorse(a: Standing, b: Standing): boolean {
  const [x, y] = [WORST_FIRST.indexOf(a.status), WORST_FIRST.indexOf(b.status)];
  return x >= 0 && (y < 0 || x < y);
}

/**
 * The status of the whole message. Final by Routee's word when every segment is; else by ours when we ended it; else
 * as far as any segment got: Sent when one was sent or ended, Queued when Routee said anything at all.
 */
function standingOfMessage(fold: Fold): Standing {
  const parts = partsOf(fold);
  let ended = 0;
  let worst: Standing | null = null;
  let endedAt = "";
  let sentAt: string | null = null;
  let queuedAt: string | null = null;
  for (const { state } of segmentsOf(fold, parts)) {
    const { standing } = state;
    const { final, rank } = traits(standing.status);
    if (final) {
      ended += 1;
      if (worst === null || isWorse(standing, worst)) worst = standing;
      if (standing.at > endedAt) endedAt = standing.at;
    }
    if (rank >= STATUSES.Sent.rank && (sentAt === null || standing.at < sentAt)) sentAt = standing.at;
    if (queuedAt === null || standing.at < queuedAt) queuedAt = standing.at;
  }
  if (worst !== null && ended === parts) return { ...worst, at: endedAt };
  if (isFinal(fold.base.status)) return fold.base;
  if (fold.settled) return fold.settled;
  if (sentAt !== null) return { status: "Sent", at: sentAt, reason: null };
  return queuedAt === null ? fold.base : { status: "Queued", at: queuedAt, reason: null };
}

export interface Standings {
  status: MessageStatus;
  final: boolean;
  reason: Reason | null;
  /** When it became final; null while it is not. */
  finalAt: string | null;
}

/** The status of the message with its reason. A delivered message needs none. */
export function statusOf(fold: Fold): Standings {
  return standingsOf(standingOfMessage(fold));
}

function standingsOf({ status, at, reason }: Standing): Standings {
  if (!isKnown(status)) throw new Error(`The state of a message holds the status ${JSON.stringify(status)}.`);
  const { final } = STATUSES[status];
  return { status, final, reason: status === "Delivered" ? null : reason, finalAt: final ? at : null };
}
