import { CODES, coded, framework, invalid, oauth, Refusal } from "@/lib/compat/refusal";
import type { Scope } from "@/lib/keys/contract";
import type { Program } from "@/lib/keys/identify";
import { leaksKey } from "@/lib/keys/secret";
import { withBodyRoom } from "@/lib/platform/body-room";
import { parseOutsideJson } from "@/lib/platform/json";
import { PROBLEMS, type Problem } from "@/lib/platform/problem";
import { requestIdOf } from "@/lib/platform/request-id";
import { type Given, toResponse } from "./api/answer";
import { bearerOf, requireProgram, requireScope } from "./api/caller";
import { type DoorContext, pathParams, readBody } from "./api/door";
import { logFailure, problemOf } from "./api/problem-of";

/**
 * The wrapper of the addresses that are Routee's: bearer, scope and rate as at our own, and every error in one of
 * Routee's shapes.
 */
export interface RouteeCall {
  request: Request;
  program: Program;
  path: string;
  query: URLSearchParams;
  params: Record<string, string>;
  /** The JSON of the body; undefined without one. */
  json: unknown;
}

const MAX_BODY_BYTES = 64 * 1024;

/** Makes a route handler. @param options.maxBodyBytes where the usual is not enough. */
export function routeeDoor(
  options: { scope: Scope; maxBodyBytes?: number },
  handle: (call: RouteeCall) => Promise<Given>,
) {
  const answer = answering(async (request, headers, context, { pathname: path, searchParams: query }) => {
    const program = await programOf(request, path, headers);
    requireScope(program, options.scope);
    const mostBytes = options.maxBodyBytes ?? MAX_BODY_BYTES;
    return withBodyRoom(request, mostBytes, async () => {
      const json = /^(GET|DELETE)$/.test(request.method) ? undefined : await readJson(request, path, mostBytes);
      return handle({ request, program, path, query, params: await pathParams(context), json });
    });
  });
  return Object.assign(answer, { options: { auth: options.scope } });
}

/** Gives what a handler answers a request id, and what it throws one of Routee's shapes. */
export function answering(
  handle: (request: Request, headers: Record<string, string>, context: DoorContext, url: URL) => Promise<Given>,
): (request: Request, context: DoorContext) => Promise<Response> {
  return async (request, context) => {
    const requestId = requestIdOf(request);
    const headers: Record<string, string> = { "x-request-id": requestId, "cache-control": "no-store" };
    const url = new URL(request.url);
    try {
      if (leaksKey(request.url))
        throw framework(400, "Bad Request", "An API key stands in the address. Replace it.", "(hidden)");
      return toResponse(await handle(request, headers, context, url), headers);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : refusalOf(problemOf(error), requestId, request, url.pathname);
      return Response.json(refusal.body, { status: refusal.status, headers: { ...headers, ...refusal.headers } });
    }
  };
}

async function programOf(request: Request, path: string, headers: Record<string, string>): Promise<Program> {
  const authorization = request.headers.get("authorization");
  if (authorization === null)
    throw oauth(401, "unauthorized", "Full authentication is required to access this resource");
  const bearer = bearerOf(request.headers);
  if (bearer === null) throw framework(401, "Unauthorized", "Bad credentials", path, { "www-authenticate": "Bearer" });
  return requireProgram(bearer, headers);
}

async function readJson(request: Request, path: string, maxBytes: number): Promise<unknown> {
  const text = await readBody(request, maxBytes);
  if (text === "") return undefined;
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(request.headers.get("content-type") ?? ""))
    throw framework(415, "Unsupported Media Type", "Content type must be application/json", path);
  try {
    return parseOutsideJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw framework(400, "Bad Request", "Malformed JSON", path);
  }
}

const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  404: "Not Found",
  409: "Conflict",
  413: "Payload Too Large",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** One of our problems in Routee's shapes. */
function refusalOf(problem: Problem, requestId: string, request: Request, path: string): Refusal {
  logFailure(problem, requestId, request);
  if (problem.code === "invalid_key") return oauth(401, "invalid_token", "Invalid access token");
  if (problem.code === "scope_missing") return coded(CODES.noRight, "Access denied");
  if (problem.code === "invalid_fields" && problem.errors)
    return invalid(Object.fromEntries(problem.errors.map(({ path: field, message }) => [field, message])));
  const { status } = PROBLEMS[problem.code];
  const retry = problem.retryAfter === undefined ? {} : { "retry-after": String(problem.retryAfter) };
  return framework(status, REASONS[status] ?? "Error", problem.message, path, retry as Record<string, string>);
}
