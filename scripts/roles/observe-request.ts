import type { IncomingMessage, ServerResponse } from "node:http";
import { createLineBudget } from "@/lib/platform/line-budget";
import { log } from "@/lib/platform/log";
import { metrics } from "@/lib/platform/metrics";

/** What is known of a request once it is over. */
export interface Finished {
  requestId: string;
  /** A pattern of ours, and never the address itself: that may hold a token. */
  route: string;
  begun: number;
}

/** Answers that take longer are worth a line of their own. */
const SLOW_MS = 2_000;
const LINES_PER_SECOND = 10;
/** It is open as long as its reader wants. */
const STREAM = "/api/stream";

const budget = createLineBudget(LINES_PER_SECOND);

/**
 * Counts and times a request that is over, and writes its line: what failed and what was slow to whoever reads the log,
 * every other only for `debug`, since there are thousands a second.
 */
export function finishRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { requestId, route, begun }: Finished,
): void {
  const took = performance.now() - begun;
  const status = response.statusCode;
  const method = methodOf(request);
  metrics().requests.observe({ method, route, status }, took / 1_000);
  const kind = kindOf(status, took, route);
  if (kind === "usual" && !log().isLevelEnabled("debug")) return;
  const leftOut = kind === "usual" ? 0 : budget.take(kind);
  if (leftOut === null) return;
  const line = {
    requestId,
    method,
    route,
    status,
    ms: Math.round(took),
    ...(leftOut > 0 ? { leftOut } : {}),
    ...(response.writableFinished ? {} : { cutOff: true }),
  };
  if (kind === "failed") log().warn(line, "a request was answered with an error of ours");
  else if (kind === "slow") log().warn(line, "a request was slow");
  else log().debug(line, "a request was answered");
}

function kindOf(status: number, took: number, route: string): "failed" | "slow" | "usual" {
  if (status >= 500) return "failed";
  return took > SLOW_MS && route !== STREAM ? "slow" : "usual";
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** A method of those that have a name, since callers may send any word. */
const methodOf = ({ method = "" }: IncomingMessage) => (METHODS.includes(method) ? method : "other");
