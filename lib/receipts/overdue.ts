import { DEFAULT_TTL } from "@/lib/messages/hand-over-timetable";
import type { MessageRow } from "@/lib/messages/store";

/** When a message's receipts are overdue, when Routee is asked about it, and when it ends. Pure: time is given. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long delivery took lately, for an app as a whole or for one of its countries or operators. */
export interface DeliveryTime {
  /** `*` for all of them. */
  country: string;
  operator: string;
  samples: number;
  p95Seconds: number;
}

/** Fewer delivered messages than this say nothing about the next one. */
export const ENOUGH_SAMPLES = 20;
const START_MS = 5 * MINUTE;
const SOONEST_MS = MINUTE;
const LATEST_MS = 12 * HOUR;

/**
 * After how many milliseconds since its request a message without a final status is overdue: three times what 95 of
 * 100 took lately to the same operator, country or for the app, the first of these that has enough messages, and half
 * a minute; at least a minute, at most 12 hours. Five minutes while nothing is known.
 */
export function overdueAfter(
  history: readonly DeliveryTime[],
  { country, operator }: Pick<MessageRow, "country" | "operator">,
): number {
  const levels = [
    [country, operator],
    [country, "*"],
    ["*", "*"],
  ];
  for (const [ofCountry, ofOperator] of levels) {
    const known = history.find((one) => one.country === ofCountry && one.operator === ofOperator);
    if (known && known.samples >= ENOUGH_SAMPLES) {
      const expected = 3 * known.p95Seconds * SECOND + 30 * SECOND;
      return Math.min(Math.max(expected, SOONEST_MS), LATEST_MS);
    }
  }
  return START_MS;
}

const ASK_DELAYS = [2, 5, 10, 20, 40, 80, 160].map((minutes) => minutes * MINUTE);
const STEADY_ASK_MS = 6 * HOUR;

/**
 * How long to wait before Routee is asked again: growing from 2 minutes, then every 6 hours.
 * @param asks how many times it was asked. @param spread 0 to 1, adds up to a tenth.
 */
export function askDelay(asks: number, spread: number): number {
  return (ASK_DELAYS[asks - 1] ?? STEADY_ASK_MS) * (1 + spread / 10);
}

/** Routee posts a receipt again for 24 hours; what comes after that comes from tracking or not at all. */
const GRACE_MS = 24 * HOUR;

type Timed = Pick<MessageRow, "created_at" | "requested_at" | "ttl">;

/** When a message that never got a final status ends as `Unknown`: its time to live and 24 hours after its request. */
export function deadlineOf({ created_at, requested_at, ttl }: Timed): Date {
  return new Date((requested_at ?? created_at).getTime() + (ttl ?? DEFAULT_TTL) * MINUTE + GRACE_MS);
}

/** Where Routee does not answer at the deadline, it is asked for so long yet. */
const LAST_CHANCE_MS = 6 * HOUR;

/** Whether an open message ends now. @param answered whether Routee just told what it knows of it. */
export function isOver(message: Timed & Pick<MessageRow, "hand_over">, answered: boolean, now: Date): boolean {
  const waits = answered || message.hand_over !== "settled" ? 0 : LAST_CHANCE_MS;
  return now.getTime() >= deadlineOf(message).getTime() + waits;
}

/** A queue's job is looked after this long without a sign; longer than any of its waits. */
const JOB_CHECK_MS = 45 * MINUTE;
/** Asking is due again after this long, should the worker that was to ask have died. */
const LEASE_MS = 10 * MINUTE;

/**
 * What to do about an open message now, and when to look again.
 * - `lose`: the answer to its request is lost, since whoever made it is gone.
 * - `resolve_lost`: its job should be in the queue; put it back where it is missing.
 * - `ask`: its receipts are overdue, or its deadline has come.
 */
export type Look = { do: "wait" | "lose" | "resolve_lost" | "ask"; nextAt: Date };

type Open = Timed & Pick<MessageRow, "hand_over" | "country" | "operator" | "asks">;

/** Decides about one message that is due for a look. */
export function lookAt(message: Open, history: readonly DeliveryTime[], now: Date): Look {
  const later = (ms: number) => new Date(now.getTime() + ms);
  // It is handed over when its own time comes; whatever happens then says when it is looked at again.
  const { hand_over, requested_at } = message;
  if (hand_over === "held" || hand_over === "pending" || requested_at === null)
    return { do: "wait", nextAt: later(JOB_CHECK_MS) };
  const age = now.getTime() - requested_at.getTime();
  if (message.hand_over === "requested")
    // Longer than any request.
    return age < LEASE_MS
      ? { do: "wait", nextAt: new Date(requested_at.getTime() + LEASE_MS) }
      : { do: "lose", nextAt: later(JOB_CHECK_MS) };
  const deadline = deadlineOf(message);
  if (message.hand_over === "lost" && now < deadline) return { do: "resolve_lost", nextAt: later(JOB_CHECK_MS) };
  const overdueAt = new Date(requested_at.getTime() + overdueAfter(history, message));
  if (message.asks === 0 && now < overdueAt && now < deadline)
    return { do: "wait", nextAt: overdueAt < deadline ? overdueAt : deadline };
  return { do: "ask", nextAt: later(LEASE_MS) };
}

/** When to look again after Routee was asked: after the next delay, or at the deadline when that comes first. */
export function afterAsking(message: Timed, asks: number, spread: number, now: Date): Date {
  const next = new Date(now.getTime() + askDelay(asks, spread));
  const deadline = deadlineOf(message);
  return deadline > now && deadline < next ? deadline : next;
}
