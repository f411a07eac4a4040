/**
 * A circuit breaker for one app's way to Routee. Pure: time is given, and the state is kept by the caller. It spares
 * a provider that is down, and us the requests that would only be lost.
 */

export interface Circuit {
  /** Failed requests in a row. */
  failures: number;
  /** How often it opened since a request last succeeded. */
  opens: number;
  /** Since when no request is made; null while it is closed. */
  openedAt: Date | null;
  /** From then on one request may try. */
  retryAt: Date | null;
  /** One request is trying, until then at most. */
  trialUntil: Date | null;
}

export type CircuitState = "closed" | "open" | "half_open";

export const CLOSED: Circuit = { failures: 0, opens: 0, openedAt: null, retryAt: null, trialUntil: null };

/** Single failures happen on any network; so many in a row do not. */
export const FAILURES_TO_OPEN = 8;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** Longer than a request takes, its token included. */
export const TRIAL_MS = 30_000;

/** @returns `half_open` while one request is trying. */
export function circuitState({ openedAt, trialUntil }: Circuit, now: Date): CircuitState {
  if (openedAt === null) return "closed";
  return trialUntil !== null && trialUntil > now ? "half_open" : "open";
}

/** Whether a request may pass: `try` only for the one that claims the trial, `wait` with the time to come again. */
export function admit(circuit: Circuit, now: Date): { kind: "pass" } | { kind: "try" } | { kind: "wait"; until: Date } {
  if (circuit.openedAt === null) return { kind: "pass" };
  const until = latest(circuit.retryAt, circuit.trialUntil);
  return until !== null && until > now ? { kind: "wait", until } : { kind: "try" };
}

/**
 * The circuit after a request that failed: by no connection, no answer, a 5xx or a 429. A refusal (4xx) is an answer.
 * It opens after 8 in a row, and again after each failed trial, for twice as long each time: 5 seconds to 5 minutes.
 * @param retryAfterMs how long Routee asks us to wait, where it does; at most an hour of it counts.
 */
export function afterFailure(circuit: Circuit, retryAfterMs: number | null, now: Date): Circuit {
  const failures = circuit.failures + 1;
  const trialFailed = circuit.openedAt !== null && admit({ ...circuit, trialUntil: null }, now).kind === "try";
  if (!trialFailed && (circuit.openedAt !== null || failures < FAILURES_TO_OPEN)) return { ...circuit, failures };
  const wait = Math.min(FIRST_WAIT_MS * 2 ** circuit.opens, LONGEST_WAIT_MS);
  const asked = Math.min(retryAfterMs ?? 0, 3_600_000);
  return {
    failures,
    opens: circuit.opens + 1,
    openedAt: circuit.openedAt ?? now,
    retryAt: new Date(now.getTime() + Math.max(wait, asked)),
    trialUntil: null,
  };
}

function latest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
