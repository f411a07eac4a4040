import type { IncomingMessage, ServerResponse } from "node:http";
import { NodeRequest } from "srvx/node";
import { isDraining } from "@/lib/platform/draining";
import { newId } from "@/lib/platform/ids";
import { log } from "@/lib/platform/log";
import { REMOTE_ADDRESS, remoteAddress } from "@/lib/platform/remote-address";
import { REQUEST_ID } from "@/lib/platform/request-id";
import { within } from "@/lib/platform/trace";
import { leaveTogether } from "./leave-together";
import { endLeftover, limitBody } from "./limit-body";
import { LIMITS, type Limits } from "./limits";
import { beginRequest, finishRequest } from "./observe-request";
import { hasOwnLimits } from "./route-names";
import { sendAnswer } from "./send-answer";
import { type Direct, shortWay } from "./short-way";

/** What the web role's server does with a request, whoever answers it. */
export type NodeAnswer = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Answers requests by the short way where there is one. A request that cannot be answered costs its own connection,
 * not the process.
 * @param viaNext answers all others
 */
export function listener(viaNext: NodeAnswer, limits: Limits = LIMITS): NodeAnswer {
  const answer = async (request: IncomingMessage, response: ServerResponse, requestId: string) => {
    if (request.rawHeaders.length > 2 * limits.headers) return response.writeHead(431, { connection: "close" }).end();
    // As RFC 9112 (3.2) wants it; no address can be made of such a host.
    if (!isHost(request.headers.host)) return response.writeHead(400, { connection: "close" }).end();
    const caller = remoteAddress(request.socket.remoteAddress, header(request, "x-forwarded-for"));
    setHeader(request, REMOTE_ADDRESS, caller);
    setHeader(request, REQUEST_ID, requestId);
    if (isDraining()) response.setHeader("connection", "close");
    const direct = shortWay(request.method, request.url);
    const begun = beginRequest(request, requestId, direct?.route);
    response.once("close", () => {
      finishRequest(request, response, begun);
      endLeftover(request, limits.leftoverTimeout);
    });
    const answerDirectly = async (way: Direct) => {
      const answered = await way.answer(new NodeRequest({ req: request, res: response }));
      // What was answered before all of it was read is about to lose its connection.
      if (request.complete) await leaveTogether();
      await sendAnswer(response, answered);
    };
    const handle: NodeAnswer = direct ? () => answerDirectly(direct) : viaNext;
    if (!direct && !hasOwnLimits(begun.route) && !limitBody(request, response, limits.pageBodyBytes)) return;
    await within(begun.span, () => handle(request, response));
  };
  return (request, response) => {
    const { method } = request;
    const requestId = newId();
    answer(request, response, requestId).catch((error: unknown) => {
      // A body that grew too large was answered already, and whoever read it finds it cut off.
      if (response.statusCode !== 413) log().error({ err: error, requestId, method }, "a request was not answered");
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { connection: "close" }).end();
    });
  };
}

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
  if (request.headers[name] !== undefined) request.rawHeaders = without(request.rawHeaders, name);
  request.headers[name] = value;
  request.rawHeaders.push(name, value);
}

function without(rawHeaders: readonly string[], name: string): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [key = "", value = ""] = [rawHeaders[i], rawHeaders[i + 1]];
    if (key.toLowerCase() !== name) kept.push(key, value);
  }
  return kept;
}
