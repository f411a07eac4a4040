import { z } from "zod";

/**
 * What can go wrong, as a stable code. This table is the only place that knows which HTTP status a code has
 * (RFC 9457 problem details; http-contract.md, "Errors").
 */
export const PROBLEMS = {
  malformed_json: { status: 400, title: "The body is not JSON" },
  key_in_url: { status: 400, title: "An API key stands in the address" },
  bad_request: { status: 400, title: "The request cannot be understood" },
  unauthenticated: { status: 401, title: "Sign in first" },
  invalid_key: { status: 401, title: "The API key is not valid" },
  forbidden: { status: 403, title: "Not allowed" },
  scope_missing: { status: 403, title: "The API key does not have this scope" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Conflict" },
  idempotency_key_reused: { status: 409, title: "The idempotency key was used for another request" },
  idempotency_in_progress: { status: 409, title: "The first request with this key is still running" },
  not_handed_over: { status: 409, title: "Routee does not have the message yet" },
  setup_done: { status: 409, title: "Set-up is already done" },
  body_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The body must be JSON" },
  invalid_fields: { status: 422, title: "Some fields are not right" },
  rate_limited: { status: 429, title: "Too many requests with this API key" },
  too_many_requests: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something went wrong on our side" },
  provider_unavailable: { status: 503, title: "Routee could not be asked" },
  unavailable: { status: 503, title: "Not available right now" },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

export const fieldErrorSchema = z.object({ path: z.string(), code: z.string(), message: z.string() });
export type FieldError = z.infer<typeof fieldErrorSchema>;

/** The body of every error answer of our own API. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(fieldErrorSchema).optional(),
});
export type ProblemBody = z.infer<typeof problemSchema>;

/** A request that cannot be answered as asked. Thrown by use cases and doors, mapped to an answer by the door wrapper. */
export class Problem extends Error {
  readonly errors: FieldError[] | undefined;
  /** Seconds, for `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ProblemCode,
    detail: string,
    extra: { errors?: FieldError[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(detail, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.errors = extra.errors;
    this.retryAfter = extra.retryAfter;
  }
}

/** zod's issues as field errors: dotted path, zod's code, our words. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({
        path: [...issue.path, key].map(String).join("."),
        code: "unrecognized_key",
        message: "There is no such field.",
      }));
    return [{ path: issue.path.map(String).join("."), code: issue.code, message: issue.message }];
  });
}
