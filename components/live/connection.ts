/** How the page hears of changes: over the stream, or by asking from time to time. */
export type ConnectionState = "connecting" | "live" | "reconnecting" | "polling";

/** After so many failures in a row the page asks by itself, while it goes on trying to reconnect. */
const FAILURES_UNTIL_POLLING = 3;
const SECOND = 1_000;

/** The state after a number of failures in a row without a connection in between. Pure. */
export function stateAfter(failures: number): ConnectionState {
  return failures >= FAILURES_UNTIL_POLLING ? "polling" : "reconnecting";
}

/** How long to wait before opening the stream again: doubling from 1 s to 30 s, less up to half. Pure. @param random 0 to 1. */
export function reconnectDelay(failures: number, random: number): number {
  const full = Math.min(30 * SECOND, SECOND * 2 ** Math.max(0, failures - 1));
  return full * (1 - random / 2);
}

/**
 * How long to wait before asking again: 2 s while things change, up to 15 s when nothing does, and never so often
 * that a slow server is asked most of the time. Pure. @param quietRounds how often in a row nothing had changed.
 */
export function pollDelay(responseMs: number, quietRounds: number): number {
  return Math.max(4 * responseMs, Math.min(15 * SECOND, 2 * SECOND * 1.5 ** quietRounds));
}
