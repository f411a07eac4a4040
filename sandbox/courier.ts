import { receiptBody } from "./bodies";
import { courseOf, receiptsAfter, retryAt } from "./course";
import type { Ledger, Pending } from "./ledger";
import type { Message } from "./message";
import { createTimers } from "./timers";

/** Lets happen what is to happen to messages, and posts the receipts. */
export interface Courier {
  readonly speed: number;
  /** What becomes of a message that is accepted now. */
  plan(to: string, parts: number, acceptedAt: number): Message["changes"];
  /** Begins with a message that stands in the ledger. */
  start(message: Message): void;
  /** Goes on with everything that a restart interrupted. */
  resume(): void;
  /** Also for what is under way already. */
  setSpeed(speed: number): void;
  /** Gives up what is under way, for a reset. */
  drop(): void;
  close(): Promise<void>;
}

/** Routee hangs up on a receiver that takes longer. */
const ANSWER_WITHIN_MS = 2_000;
/** So that a receiver meets many connections, not thousands. */
const POSTS_AT_ONCE = 64;

export function createCourier(ledger: Ledger, startSpeed: number): Courier {
  const timers = createTimers();
  /** The last first try of each message: the next one waits for it, so that receipts leave in their order. */
  const lastTry = new Map<string, Promise<void>>();
  const underWay = new Set<Promise<void>>();
  const queue: (() => void)[] = [];
  let speed = startSpeed;
  let posting = 0;
  let giveUp = new AbortController();

  function start(message: Message): void {
    const index = message.changes.findIndex(({ at }) => at === null);
    const next = message.changes[index];
    if (next) timers.at(next.dueAt, () => happen(message, index));
  }

  function happen(message: Message, index: number): void {
    ledger.change(message, index, Date.now());
    for (const receipt of receiptsAfter(message, index)) post({ ...receipt, message, attempts: 0, firstAt: null });
    start(message);
  }

  function post(pending: Pending): void {
    const { trackingId } = pending.message;
    const before = pending.attempts === 0 ? lastTry.get(trackingId) : undefined;
    const signal = giveUp.signal;
    const attempt = (before ?? Promise.resolve()).then(() => attemptPost(pending, signal));
    underWay.add(attempt);
    if (pending.attempts === 0) lastTry.set(trackingId, attempt);
    attempt.finally(() => {
      underWay.delete(attempt);
      if (lastTry.get(trackingId) === attempt) lastTry.delete(trackingId);
    });
  }

  async function attemptPost(pending: Pending, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await slot();
    const { message, change: index, copy } = pending;
    const at = Date.now();
    const answer = await tell(message, index, signal);
    posting -= 1;
    queue.shift()?.();
    const change = message.changes[index];
    if (signal.aborted || !change) return;
    const attempt = pending.attempts + 1;
    const firstAt = pending.firstAt ?? at;
    const again = answer.httpStatus === 200 ? null : retryAt(firstAt, attempt, speed);
    const { part, status } = change;
    const done = again === null;
    ledger.post({ trackingId: message.trackingId, change: index, copy, part, status, attempt, at, ...answer, done });
    if (again !== null) timers.at(again, () => post({ ...pending, attempts: attempt, firstAt }));
  }

  async function slot(): Promise<void> {
    if (posting >= POSTS_AT_ONCE) await new Promise<void>((free) => queue.push(free));
    posting += 1;
  }

  return {
    get speed() {
      return speed;
    },
    plan: (to, parts, acceptedAt) => courseOf(to, parts, acceptedAt, speed),
    start,
    resume() {
      for (const pending of ledger.pending()) {
        const next = pending.firstAt === null ? null : retryAt(pending.firstAt, pending.attempts, speed);
        timers.at(next ?? 0, () => post(pending));
      }
      for (const message of ledger.messages.values()) start(message);
    },
    setSpeed(next) {
      const now = Date.now();
      const factor = next / speed;
      for (const { changes } of ledger.messages.values())
        for (const change of changes)
          if (change.at === null) change.dueAt = now + Math.max(0, change.dueAt - now) / factor;
      timers.hurry(factor);
      speed = next;
    },
    drop() {
      timers.clear();
      giveUp.abort();
      giveUp = new AbortController();
    },
    async close() {
      timers.clear();
      giveUp.abort();
      await Promise.allSettled(underWay);
    },
  };
}

type Answer = { httpStatus: number | null; problem: string | null };

/** Posts a receipt once: redirects are not followed, and the answer must come within 2 seconds. */
async function tell(message: Message, index: number, signal: AbortSignal): Promise<Answer> {
  if (!message.callback) return { httpStatus: null, problem: "no callback" };
  try {
    const response = await fetch(message.callback.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(receiptBody(message, index)),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    await response.body?.cancel();
    return { httpStatus: response.status, problem: response.status === 200 ? null : "not answered with 200" };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === "TimeoutError") return { httpStatus: null, problem: "not answered within 2 seconds" };
    return { httpStatus: null, problem: error.cause instanceof Error ? error.cause.message : error.message };
  }
}
