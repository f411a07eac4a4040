import { chance } from "./chance";
import { CODES, type Reply, refusal, spring } from "./exchange";
import type { ApiFault } from "./faults";
import type { Ledger } from "./ledger";

/** What goes wrong with requests, whatever they ask for. */
export interface Hostility {
  /** Lets a request be answered, or not. @param process does what was asked for. */
  meet(path: string, applicationId: string, process: () => Reply): Reply;
  /** A number from 0 up to 1 about a thing, the next time it is asked about: for the same seed the same series. */
  series(about: string): number;
  /** Begins all series and limits anew. */
  restart(): void;
}

/** Longer than a client waits. */
const SLOW_MS = 15_000;
const RETRY_AFTER_SECONDS = 2;

const HTML = "<!doctype html><html><head><title>Maintenance</title></head><body><h1>Back soon</h1></body></html>";
export const htmlPage: Reply = { status: 200, text: HTML, headers: { "content-type": "text/html" } };
export const halfAJson: Reply = { status: 200, text: '{"trackingId":"6b2f0a1e-2c3d-4e5f-8a9b-0c1d', headers: {} };

export function unavailable(path: string, retryAfterSeconds: number): Reply {
  const retry = { "retry-after": String(retryAfterSeconds) };
  return spring(503, "Service Unavailable", "Simulated overload", path, retry);
}

export function tooMany(retryAfterSeconds: number): Reply {
  const reply = refusal(CODES.tooMany, "Too many requests");
  return { ...reply, headers: { "retry-after": String(retryAfterSeconds) } };
}

export function createHostility(ledger: Ledger, now: () => number): Hostility {
  const asked = new Map<string, number>();
  /** By application: when the next request may come. */
  const free = new Map<string, number>();

  function series(about: string): number {
    const count = asked.get(about) ?? 0;
    asked.set(about, count + 1);
    return chance(ledger.faults.seed, about, count);
  }

  /** Seconds to wait; 0 when the request may come. A second's worth of them may come at once. */
  function limited(applicationId: string): number {
    const { rateLimit } = ledger.faults;
    if (!rateLimit) return 0;
    const each = 1_000 / rateLimit.perSecond;
    const next = Math.max(free.get(applicationId) ?? 0, now() - 1_000);
    const wait = next + each - Math.max(0, each - 1_000) - now();
    if (wait > 0) return Math.ceil(wait / 1_000);
    free.set(applicationId, next + each);
    return 0;
  }

  return {
    meet(path, applicationId, process) {
      const wait = limited(applicationId);
      if (wait > 0) return tooMany(wait);
      const { api } = ledger.faults;
      return api && series("api") < api.share ? spoil(api, path, process) : process();
    },
    series,
    restart() {
      asked.clear();
      free.clear();
    },
  };
}

function spoil({ kind, delayMs, retryAfterSeconds }: ApiFault, path: string, process: () => Reply): Reply {
  const failure = () =>
    retryAfterSeconds === undefined
      ? spring(500, "Internal Server Error", "Simulated failure", path)
      : unavailable(path, retryAfterSeconds);
  switch (kind) {
    case "drop_before":
      return { cut: true };
    case "error_before":
      return failure();
    case "garbage_before":
      return halfAJson;
    case "rate_limited":
      return tooMany(retryAfterSeconds ?? RETRY_AFTER_SECONDS);
    case "drop_after":
      process();
      return { cut: true };
    case "error_after":
      process();
      return failure();
    case "garbage_after":
      process();
      return htmlPage;
    case "slow":
      return { ...process(), delayMs: delayMs ?? SLOW_MS };
  }
}
