/** A request that is over, as far as its line tells of it. */
export interface FinishedRequest {
  requestId: string;
  method: string;
  /** A pattern of ours, and never the address itself: that may hold a token. */
  route: string;
  status: number;
  ms: number;
  /** Whether all of the answer was sent. */
  whole: boolean;
  traceId: string | null;
}

/** Answers that take longer are worth a line of their own. */
const SLOW_MS = 2_000;
/** It is open as long as its reader wants. */
const STREAM = "/api/stream";

/** It is asked every few seconds, and that it says no is its work. */
const HEALTH = "/api/health";

/** What kind of line a request gets: of the usual there are thousands a second. Pure. */
export function lineKind({ status, ms, route }: FinishedRequest): "failed" | "slow" | "usual" {
  if (route === HEALTH) return "usual";
  if (status >= 500) return "failed";
  return ms > SLOW_MS && route !== STREAM ? "slow" : "usual";
}

/** The fields of its line. Pure. @param leftOut how many like it were left out before */
export function lineFields({ whole, traceId, ms, ...request }: FinishedRequest, leftOut: number): object {
  return {
    ...request,
    ms: Math.round(ms),
    ...(whole ? {} : { cutOff: true }),
    ...(traceId === null ? {} : { traceId }),
    ...(leftOut > 0 ? { leftOut } : {}),
  };
}
