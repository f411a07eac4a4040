import type { z } from "zod";
import type { Scope } from "@/lib/keys/contract";
import { leaksKey } from "@/lib/keys/secret";
import { withBodyRoom } from "@/lib/platform/body-room";
import { parseOutsideJson } from "@/lib/platform/json";
import { fieldErrors, PROBLEMS, Problem, type ProblemBody } from "@/lib/platform/problem";
import { requestIdOf } from "@/lib/platform/request-id";
import { type Given, toResponse } from "./answer";
import { type Caller, requireCaller } from "./caller";
import { answerOnce } from "./once";
import { logFailure, problemOf } from "./problem-of";

/**
 * The one wrapper of our own API's routes: request id, session or key, limits, parsing, repeated requests, and the only
 * place that turns an error into an answer. A door names its shapes, calls one use case and answers.
 */
export interface DoorOptions<Body extends z.ZodType, Query extends z.ZodType> {
  /** `session`: only for people who are signed in. A scope: for them, and for API keys that have it. */
  auth: "session" | "none" | Scope;
  body?: Body;
  query?: Query;
  /**
   * Who looks after `Idempotency-Key`: the use case itself, in the transaction of what it does, or else the door,
   * which keeps the answer of a request that changes something.
   */
  once?: "in the use case";
  /** How large the body may be, where the usual is not enough. */
  maxBodyBytes?: number;
}

export interface Call<Body, Query> {
  request: Request;
  requestId: string;
  /** Who asks; doors that are open to everybody find nobody. */
  caller: Caller;
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
const NOT_STORED = { "cache-control": "no-store" };

/** A route handler, with what it asks for: the API's document is held to it. */
export type Door = ((request: Request, context: DoorContext) => Promise<Response>) & {
  options: Pick<DoorOptions<z.ZodType, z.ZodType>, "auth" | "body" | "query">;
};

/** Makes a route handler. */
export function door<Body extends z.ZodType = z.ZodUndefined, Query extends z.ZodType = z.ZodUndefined>(
  options: DoorOptions<Body, Query>,
  handle: (call: Call<z.output<Body>, z.output<Query>>) => Promise<Given>,
): Door {
  const answer = async (request: Request, context: DoorContext) => {
    const requestId = requestIdOf(request);
    const headers: Record<string, string> = { "x-request-id": requestId };
    try {
      if (leaksKey(request.url))
        throw new Problem("key_in_url", "An API key stands in the address. Send it as a header, and replace this key.");
      const caller = await requireCaller(request, options.auth, headers);
      const params = await pathParams(context);
      const query = options.query
        ? parse(options.query, Object.fromEntries(new URL(request.url).searchParams))
        : undefined;
      const mostBytes = options.maxBodyBytes ?? MAX_BODY_BYTES;
      const given = await withBodyRoom(request, mostBytes, async () => {
        const text = options.body ? await readJsonText(request, mostBytes) : "";
        const answer = () => {
          const body = options.body
            ? parse(options.body, withOwnApp(parseJson(text), options.body, caller))
            : undefined;
          return handle({ request, requestId, caller, params, body, query } as Call<z.output<Body>, z.output<Query>>);
        };
        if (options.once || options.auth === "none") return answer();
        return answerOnce({ request, caller, text }, async () => toResponse(await answer(), {}));
      });
      const told = given instanceof Response && given.headers.has("cache-control") ? {} : NOT_STORED;
      return toResponse(given, { ...told, ...headers });
    } catch (error) {
      return answerProblem(error, requestId, request, headers);
    }
  };
  return Object.assign(answer, { options });
}

/** A key speaks for one app, so that its requests need not name it. */
function withOwnApp(input: unknown, schema: z.ZodType, caller: Caller): unknown {
  if (caller.kind !== "program" || typeof input !== "object" || input === null || Array.isArray(input)) return input;
  const takesApp = "shape" in schema && typeof schema.shape === "object" && "appId" in (schema.shape ?? {});
  return takesApp && !("appId" in input) ? { ...input, appId: caller.program.appId } : input;
}

/** The parameters of an address. */
export async function pathParams(context: DoorContext): Promise<Record<string, string>> {
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

function readJsonText(request: Request, maxBytes: number): Promise<string> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type))
    throw new Problem("unsupported_media_type", "Send the body as JSON, with Content-Type: application/json.");
  return readBody(request, maxBytes);
}

function parseJson(text: string): unknown {
  try {
    return parseOutsideJson(text);
  } catch (error) {
    throw new Problem("malformed_json", "The body is not valid JSON, or nested deeper than 100 levels.", {
      cause: error,
    });
  }
}

/** Reads a body as text, and no more of it than allowed. @throws {Problem} `body_too_large` */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = () => new Problem("body_too_large", `The body may have at most ${maxBytes / 1024} KiB.`);
  const announced = request.headers.get("content-length");
  if (Number(announced ?? 0) > maxBytes) throw tooLarge();
  // Node takes no more than was announced, and reading it whole costs a fraction of a stream.
  if (announced !== null) return request.text();
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

/** The answer to a request that failed, and its line in the log. */
export function answerProblem(
  error: unknown,
  requestId: string,
  request: Request,
  headers: Readonly<Record<string, string>> = { "x-request-id": requestId },
): Response {
  const problem = problemOf(error);
  const { status, title } = PROBLEMS[problem.code];
  logFailure(problem, requestId, request);
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
      ...headers,
      ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
      ...(problem.retryAfter === undefined ? {} : { "retry-after": String(problem.retryAfter) }),
    },
  });
}
