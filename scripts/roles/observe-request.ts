import type { IncomingMessage, ServerResponse } from "node:http";
import { createLineBudget } from "@/lib/platform/line-budget";
import { log } from "@/lib/platform/log";
import { metrics } from "@/lib/platform/metrics";
import { beginSpan, isTracing, type Span } from "@/lib/platform/trace";
import { parseTraceparent } from "@/lib/platform/trace-context";
import { routeOf } from "./route-names";

/** What is known of a request that is under way. */
export interface Begun {
  requestId: string;
  /** A pattern of ours, and never the address itself: that may hold a token. */
  route: string;
  at: number;
  span: Span | null;
}

/** Begins to time a request; its span continues its caller's trace, where there is one. */
export function beginRequest(request: IncomingMessage, requestId: string): Begun {
  const route = routeOf(request.url);
  return { requestId, route, at: performance.now(), span: isTracing() ? spanOf(request, requestId, route) : null };
}

function spanOf(request: IncomingMessage, requestId: string, route: string): Span | null {
  const method = methodOf(request);
  const { traceparent } = request.headers;
  return beginSpan({
    name: `${method} ${route}`,
    kind: "server",
    parent: parseTraceparent(typeof traceparent === "string" ? traceparent : undefined),
    attributes: { "http.request.method": method, "http.route": route, "tidings.request_id": requestId },
  });
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
  { requestId, route, at, span }: Begun,
): void {
  const took = performance.now() - at;
  const status = response.statusCode;
  const method = methodOf(request);
  metrics().requests.observe({ method, route, status }, took / 1_000);
  span?.set({ "http.response.status_code": status });
  span?.end(status >= 500);
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
    ...(span ? { traceId: span.context.traceId } : {}),
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
