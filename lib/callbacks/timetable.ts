/** When a callback is tried, and what an answer means. Pure: time is given. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long a receiver may take (http-contract.md). */
export const ANSWER_WITHIN_MS = 15 * SECOND;

const RETRY_DELAYS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

/** Longer than any receiver may ask us to wait. */
const LONGEST_WAIT_MS = 24 * HOUR;

/**
 * How long to wait before the next attempt, or null when there is none left.
 * @param attempts how many failed, from 1. @param retryAfterMs what the receiver asked for; it counts when longer.
 */
export function nextAttemptDelay(attempts: number, retryAfterMs: number | null): number | null {
  const delay = RETRY_DELAYS[attempts - 1];
  return delay === undefined ? null : Math.max(delay, Math.min(retryAfterMs ?? 0, LONGEST_WAIT_MS));
}

/** An address whose callbacks have failed for so long is paused. */
export const PAUSE_AFTER_MS = 24 * HOUR;

/** Gone: the receiver wants no more (RFC 9110, 15.5.11). */
const GONE = 410;

/** What an answer's status means. */
export function meaningOf(httpStatus: number): "delivered" | "gone" | "failed" {
  if (httpStatus >= 200 && httpStatus < 300) return "delivered";
  return httpStatus === GONE ? "gone" : "failed";
}

/** Why an answer is no success, in a sentence. */
export function problemOf(httpStatus: number): string {
  if (httpStatus === GONE) return "The receiver answered 410 Gone: it wants no more callbacks.";
  if (httpStatus >= 300 && httpStatus < 400)
    return `The receiver answered with a redirect (${httpStatus}), which is not followed.`;
  return `The receiver answered ${httpStatus}.`;
}
