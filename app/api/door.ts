import type { z } from "zod";
import type { Person } from "@/lib/people/contract";
import { personOfRequest } from "@/lib/people/session-token";
import { config } from "@/lib/platform/config";
import { newId } from "@/lib/platform/ids";
import { log } from "@/lib/platform/log";
import { fieldErrors, PROBLEMS, Problem, type ProblemBody } from "@/lib/platform/problem";

/**
 * The one wrapper of our own API's routes: request id, session, limits, parsing, and the only place that turns an
 * error into an answer. A door names its shapes, calls one use case and answers.
 */
export interface DoorOptions<Body extends z.ZodType, Query extends z.ZodType> {
  /** `session`: only for people who are signed in. */
  auth: "session" | "none";
  body?: Body;
  query?: Query;
}

export interface Call<Body, Query> {
  request: Request;
  requestId: string;
  /** Who is signed in; only doors that need no session may find nobody. */
  person: Person;
  params: Record<string, string>;
  body: Body;
  query: Query;
}

/** What Next passes besides the request. The bare listener passes the same. */
export interface DoorContext {
  /** Next gives nothing for an address without parameters, although its types say otherwise. */
  params: Promise<Record<string, string | string[] | undefined>>;
}

const MAX_BODY_BYTES = 64 * 1024;

/** Makes a route handler. */
export function door<Body extends z.ZodType = z.ZodUndefined, Query extends z.ZodType = z.ZodUndefined>(
  options: DoorOptions<Body, Query>,
  handle: (call: Call<z.output<Body>, z.output<Query>>) => Promise<Response>,
): (request: Request, context: DoorContext) => Promise<Response> {
  return async (request, context) => {
    const requestId = newId();
    try {
      const person = options.auth === "session" ? await requirePerson(request) : NOBODY;
      const call = {
        request,
        requestId,
        person,
        params: await pathParams(context),
        query: parse(options.query, Object.fromEntries(new URL(request.url).searchParams)),
        body: options.body ? parse(options.body, await readJson(request)) : undefined,
      } as Call<z.output<Body>, z.output<Query>>;
      const response = await handle(call);
      response.headers.set("x-request-id", requestId);
      if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
      return response;
    } catch (error) {
      return answerProblem(error, requestId, request);
    }
  };
}

const NOBODY: Person = { id: "", email: "", role: "owner" };

async function requirePerson(request: Request): Promise<Person> {
  const person = await personOfRequest(request);
  if (!person) throw new Problem("unauthenticated", "Sign in first; this address needs a session.");
  // The session's cookie is sent along by browsers (SameSite=Lax), so what changes something must come from us.
  if (request.method !== "GET" && request.method !== "HEAD") requireSameSite(request);
  return person;
}

function requireSameSite(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const own = new Set([config().publicUrl.host, request.headers.get("host")]);
  const foreign =
    (site !== null && site !== "same-origin" && site !== "none") ||
    (origin !== null && !(URL.canParse(origin) && own.has(new URL(origin).host)));
  if (foreign) throw new Problem("forbidden", "This request came from another site.");
}

async function pathParams(context: DoorContext): Promise<Record<string, string>> {
  const params: Awaited<DoorContext["params"]> | undefined = await context.params;
  return Object.fromEntries(
    Object.entries(params ?? {}).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

function parse(schema: z.ZodType | undefined, input: unknown): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = fieldErrors(parsed.error);
  const named = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(" ");
  throw new Problem("invalid_fields", named, { errors });
}

async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type))
    throw new Problem("unsupported_media_type", "Send the body as JSON, with Content-Type: application/json.");
  const text = await readBody(request, MAX_BODY_BYTES);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Problem("malformed_json", "The body is not valid JSON.", { cause: error });
  }
}

/** Reads a body as text, and no more of it than allowed. @throws {Problem} `body_too_large` */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = () => new Problem("body_too_large", `The body may have at most ${maxBytes / 1024} KiB.`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const AWAY_CODES = /^(08|53|57P|ECONNREFUSED$|ECONNRESET$|ETIMEDOUT$|ENOTFOUND$|EPIPE$|P1001$|P1002$|P1017$|P2024$)/;
/** The pool says it in words, and Prisma hides PostgreSQL's code in its own. */
const AWAY_WORDS = /timeout exceeded when trying to connect|Connection terminated|Code: `(08|53|57P)/;

/** PostgreSQL is away, starting or full (SQLSTATE classes 08, 53 and 57P), or the connection never came about. */
function databaseIsAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return AWAY_WORDS.test(error.message) || ("code" in error && AWAY_CODES.test(String(error.code)));
}

/** Node's words for a caller who hung up while its request was read: nobody hears the answer. */
function callerIsGone(error: unknown): boolean {
  return error instanceof Error && error.message === "aborted" && "code" in error && error.code === "ECONNRESET";
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (callerIsGone(error)) return new Problem("bad_request", "The request was cut off.", { cause: error });
  if (databaseIsAway(error))
    return new Problem("unavailable", "The database does not answer. Try again in a moment.", {
      retryAfter: 5,
      cause: error,
    });
  return new Problem("internal", "This is our fault. The log has the details under the request id.", { cause: error });
}

/** The answer to a request that failed, and its line in the log. */
export function answerProblem(error: unknown, requestId: string, request: Request): Response {
  const problem = problemOf(error);
  const { status, title } = PROBLEMS[problem.code];
  const line = {
    requestId,
    method: request.method,
    path: new URL(request.url).pathname.slice(0, 100),
    code: problem.code,
  };
  if (status >= 500) log().error({ ...line, err: problem.cause ?? problem }, "a request failed");
  else log().debug(line, "a request was refused");
  const body: ProblemBody = {
    type: `urn:tidings:problem:${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.message,
    requestId,
    ...(problem.errors ? { errors: problem.errors } : {}),
  };
  return Response.json(body, {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...(problem.retryAfter === undefined ? {} : { "retry-after": String(problem.retryAfter) }),
    },
  });
}
