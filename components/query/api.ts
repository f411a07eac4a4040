import type { z } from "zod";
import { type FieldError, type ProblemBody, problemSchema } from "@/lib/platform/problem";

/** An answer of our API that is not a success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: ProblemBody | null,
    /** Seconds, from `Retry-After`. */
    readonly retryAfter: number | null,
  ) {
    super(problem?.detail ?? `The server answered with ${status}.`);
  }

  get code(): string {
    return this.problem?.code ?? "unexpected_answer";
  }

  get errors(): readonly FieldError[] {
    return this.problem?.errors ?? [];
  }
}

/** The request got no answer: whether it arrived is not known. */
export class NoAnswerError extends Error {
  constructor(cause: unknown) {
    super("The server could not be reached.", { cause });
  }
}

/**
 * Asks our API and reads the answer by its schema.
 * @throws {ApiError} for an answer that is not 2xx, {NoAnswerError} when none came, {z.ZodError} for another shape.
 */
export async function requestJson<T>(schema: z.ZodType<T>, path: string, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers);
  headers.set("accept", "application/json");
  if (init.body) headers.set("content-type", "application/json");
  const response = await fetch(path, { ...init, headers }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new NoAnswerError(cause);
  });
  const body = parseJson(await response.text());
  if (!response.ok) throw new ApiError(response.status, problemOf(body), retryAfterOf(response.headers));
  return schema.parse(body);
}

function problemOf(body: unknown): ProblemBody | null {
  const parsed = problemSchema.safeParse(body);
  return parsed.success ? parsed.data : null;
}

/** A proxy in between may answer with a page of its own: that is an answer without a problem, not a fault of ours. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function retryAfterOf(headers: Headers): number | null {
  const value = Number(headers.get("retry-after"));
  return Number.isFinite(value) && value > 0 ? value : null;
}

/** What to tell a person about a failure, in one sentence or two. */
export function describeFailure(error: unknown): string {
  if (error instanceof NoAnswerError)
    return "The server could not be reached. Check your connection; nothing you see is lost.";
  if (error instanceof ApiError && error.status === 401) return "Your session has ended. Sign in again to go on.";
  if (error instanceof ApiError && error.status === 429)
    return error.retryAfter ? `Too many requests. Try again in ${error.retryAfter} s.` : "Too many requests just now.";
  if (error instanceof ApiError)
    return error.problem ? `${error.message} (request ${error.problem.requestId})` : error.message;
  return "The answer was not what this page expects. Reload it; if that does not help, look at the server's log.";
}
