import type { IncomingMessage, ServerResponse } from "node:http";
import { NodeRequest, sendNodeResponse } from "srvx/node";
import { log } from "@/lib/platform/log";
import { metrics } from "@/lib/platform/metrics";
import { REMOTE_ADDRESS, remoteAddress } from "@/lib/platform/remote-address";
import { routeOf } from "./route-names";
import { shortWay } from "./short-way";

/** What the web role's server does with a request, whoever answers it. */
export type NodeAnswer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** How long the server waits for callers, in milliseconds. */
export const PATIENCE = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 };

/**
 * Answers requests by the short way where there is one. A request that cannot be answered costs its own connection,
 * not the process.
 * @param viaNext answers all others
 */
export function listener(viaNext: NodeAnswer): NodeAnswer {
  const answer: NodeAnswer = async (request, response) => {
    // As RFC 9112 (3.2) wants it; no address can be made of such a host.
    if (!isHost(request.headers.host)) return response.writeHead(400, { connection: "close" }).end();
    const caller = remoteAddress(request.socket.remoteAddress, header(request, "x-forwarded-for"));
    setHeader(request, REMOTE_ADDRESS, caller);
    const direct = shortWay(request.method, request.url);
    const begun = performance.now();
    response.once("close", () => {
      const labels = { method: methodOf(request), route: routeOf(request.url), status: response.statusCode };
      metrics().requests.observe(labels, (performance.now() - begun) / 1_000);
    });
    if (!direct) return viaNext(request, response);
    await sendNodeResponse(response, await direct(new NodeRequest({ req: request, res: response })));
  };
  return (request, response) => {
    const { method } = request;
    Promise.resolve(answer(request, response)).catch((error: unknown) => {
      log().error({ err: error, method }, "a request was not answered");
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { connection: "close" }).end();
    });
  };
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** A method of those that have a name, since callers may send any word. */
const methodOf = ({ method = "" }: IncomingMessage) => (METHODS.includes(method) ? method : "other");

/** The one that was proper last: nearly always that of the next request too. */
let knownHost: string | undefined;

/** HTTP/1.0 has none. */
function isHost(host: string | undefined): boolean {
  if (!host || host === knownHost) return true;
  if (!URL.canParse(`http://${host}/`)) return false;
  knownHost = host;
  return true;
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.at(-1) : value;
}

/** Sets a header of a request in both of Node's forms, in place of whatever the caller sent under its name. */
export function setHeader(request: IncomingMessage, name: string, value: string): void {
  if (name in request.headers) {
    const kept: string[] = [];
    for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
      const [key = "", given = ""] = request.rawHeaders.slice(i, i + 2);
      if (key.toLowerCase() !== name) kept.push(key, given);
    }
    request.rawHeaders = kept;
  }
  request.headers[name] = value;
  request.rawHeaders.push(name, value);
}
