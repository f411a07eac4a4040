import type { IncomingMessage, ServerResponse } from "node:http";
import { createLineBudget } from "@/lib/platform/line-budget";
import { log } from "@/lib/platform/log";
import { metrics } from "@/lib/platform/metrics";
import { beginSpan, isTracing, type Span } from "@/lib/platform/trace";
import { parseTraceparent } from "@/lib/platform/trace-context";
import { type FinishedRequest, lineFields, lineKind } from "./request-line";
import { routeOf } from "./route-names";

/** What is known of a request that is under way. */
export interface Begun {
  requestId: string;
  /** A pattern of ours, and never the address itself: that may hold a token. */
  route: string;
  at: number;
  span: Span | null;
}

/**
 * Begins to time a request; its span continues its caller's trace, where there is one.
 * @param route what its address is called, where that is known already
 */
export function beginRequest(request: IncomingMessage, requestId: string, route = routeOf(request.url)): Begun {
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

const LINES_PER_SECOND = 10;

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
  const status = response.statusCode;
  const method = methodOf(request);
  const ms = performance.now() - at;
  metrics().requests.observe({ method, route, status }, ms / 1_000);
  span?.set({ "http.response.status_code": status });
  span?.end(status >= 500);
  const traceId = span?.context.traceId ?? null;
  tell({ requestId, method, route, status, ms, whole: response.writableFinished, traceId });
}

function tell(finished: FinishedRequest): void {
  const kind = lineKind(finished);
  if (kind === "usual") {
    if (log().isLevelEnabled("debug")) log().debug(lineFields(finished, 0), "a request was answered");
    return;
  }
  const leftOut = budget.take(kind);
  if (leftOut === null) return;
  const line = lineFields(finished, leftOut);
  if (kind === "failed") log().warn(line, "a request was answered with an error of ours");
  else log().warn(line, "a request was slow");
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** A method of those that have a name, since callers may send any word. */
const methodOf = ({ method = "" }: IncomingMessage) => (METHODS.includes(method) ? method : "other");
