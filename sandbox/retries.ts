const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * When a receipt that was not answered well is posted again, in milliseconds after the first time. Routee's
 * timetable; read as offsets, since as gaps it would take longer than the 24 hours it is said to last.
 */
const TWELVE: readonly number[] = [
  MINUTE / 2,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  24 * HOUR,
];

/** Routee's pages disagree: twelve times in 24 hours, or five times, of which no distances are known. */
export const RETRY_RULES = ["12-in-24h", "5-tries"] as const;
export type RetryRule = (typeof RETRY_RULES)[number];

const OFFSETS: Readonly<Record<RetryRule, readonly number[]>> = { "12-in-24h": TWELVE, "5-tries": TWELVE.slice(0, 5) };

/** When to try again after so many tries, or null when that was the last. Pure. @param tries from 1. */
export function retryAt(firstAt: number, tries: number, speed: number, rule: RetryRule = "12-in-24h"): number | null {
  const offset = OFFSETS[rule][tries - 1];
  return offset === undefined ? null : firstAt + offset / speed;
}
