/** When a message is brought to Routee, and when Routee is asked for a lost answer. Pure. */
export const RESOLVE_LOST = "resolve-lost";

/** One search at a time for a message. */
export const resolveLostKey = (messageId: string): string => `${RESOLVE_LOST}:${messageId}`;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const RETRY_DELAYS = [1, 5, 15, 30, 60, 120, 300, 600, 1_800].map((seconds) => seconds * SECOND);

/**
 * How long to wait before the next request, after so many that cannot have reached Routee. Growing up to half an
 * hour, then steady.
 * @param attempt how many were made, from 1. @returns milliseconds.
 */
export function retryDelay(attempt: number): number {
  return RETRY_DELAYS[Math.min(attempt, RETRY_DELAYS.length) - 1] ?? SECOND;
}

/** Routee's own default validity, for messages that name none: 72 hours, in minutes. */
export const DEFAULT_TTL = 4_320;

/** Until when handing a message over makes sense: its time to live, counted from acceptance. */
export function handOverDeadline(createdAt: Date, ttlMinutes: number | null): Date {
  return new Date(createdAt.getTime() + (ttlMinutes ?? DEFAULT_TTL) * MINUTE);
}

/** What is left of a message's time to live when it is handed over, in whole minutes, at least one; null for Routee's. */
export function remainingTtl(createdAt: Date, ttlMinutes: number | null, now: Date): number | null {
  if (ttlMinutes === null) return null;
  return Math.max(1, Math.ceil(ttlMinutes - (now.getTime() - createdAt.getTime()) / MINUTE));
}

/** When Routee is asked what became of a request whose answer was lost: offsets between the searches. */
const SEARCH_DELAYS = [10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE];

/** How long to wait before the next search, or null when there is none left. @param search how many were made. */
export function searchDelay(search: number): number | null {
  return SEARCH_DELAYS[search] ?? null;
}
