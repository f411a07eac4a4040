import type { Scope } from "@/lib/keys/contract";
import { identify, noteLimited, type Program } from "@/lib/keys/identify";
import type { Sender } from "@/lib/messages/sender";
import type { Person } from "@/lib/people/contract";
import { personOfRequest } from "@/lib/people/session-token";
import { config } from "@/lib/platform/config";
import { Problem } from "@/lib/platform/problem";

/** Who asks: a person with a session, or a program with an API key. */
export type Caller =
  | { kind: "person"; person: Person }
  | { kind: "program"; program: Program }
  | { kind: "nobody"; person?: never; program?: never };

/**
 * Finds out who asks and whether they may.
 * @param headers what the answer is to tell of the key's rate, put there whether or not the request is refused.
 * @throws {Problem} `unauthenticated`, `invalid_key`, `scope_missing`, `forbidden` or `rate_limited`.
 */
export async function requireCaller(
  request: Request,
  auth: "session" | "none" | Scope,
  headers: Record<string, string>,
): Promise<Caller> {
  if (auth === "none") return { kind: "nobody" };
  const bearer = bearerOf(request.headers);
  if (bearer !== null) {
    const program = await requireProgram(bearer, headers);
    if (auth === "session")
      throw new Problem("forbidden", "This address is for people who are signed in; API keys may not use it.");
    requireScope(program, auth);
    return { kind: "program", program };
  }
  const person = await personOfRequest(request);
  if (!person)
    throw new Problem(
      "unauthenticated",
      auth === "session"
        ? "Sign in first; this address needs a session."
        : "Sign in first, or send an API key as Authorization: Bearer.",
    );
  // The session's cookie is sent along by browsers (SameSite=Lax), so what changes something must come from us.
  if (request.method !== "GET" && request.method !== "HEAD") requireSameSite(request);
  return { kind: "person", person };
}

/** The bearer of a request, or null when it has no Authorization of that kind. */
export function bearerOf(headers: Headers): string | null {
  return /^bearer\s+(\S+)\s*$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}

/**
 * The program that a bearer speaks for, whose request is counted.
 * @throws {Problem} `invalid_key` or `rate_limited`.
 */
export async function requireProgram(bearer: string, headers: Record<string, string>): Promise<Program> {
  const program = await identify(bearer);
  if (!program) throw new Problem("invalid_key", "This API key or token is unknown, expired or revoked.");
  Object.assign(headers, rateHeaders(program));
  if (program.rate.remaining >= 0) return program;
  noteLimited(program);
  throw new Problem("rate_limited", `This API key may make ${program.rate.limit} requests a minute.`, {
    retryAfter: program.rate.reset,
  });
}

/** @throws {Problem} `scope_missing` */
export function requireScope(program: Program, scope: Scope): void {
  if (!program.scopes.includes(scope)) throw new Problem("scope_missing", `This API key does not have ${scope}.`);
}

/** What is left of a key's requests (draft-ietf-httpapi-ratelimit-headers, as most clients read it). Pure. */
function rateHeaders({ rate }: Program): Record<string, string> {
  return {
    "ratelimit-limit": String(rate.limit),
    "ratelimit-remaining": String(Math.max(0, rate.remaining)),
    "ratelimit-reset": String(rate.reset),
  };
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

/** Whose things a caller may see: one app's, or all. */
export function appOf(caller: Caller): string | null {
  return caller.kind === "program" ? caller.program.appId : null;
}

/** Whether something of an app is the caller's to see; what is not, is not there for it. */
export function mayUse(caller: Caller, appId: string): boolean {
  return appOf(caller) === null || appOf(caller) === appId;
}

/** Who is put down as having asked. */
export function senderOf(caller: Caller): Sender {
  if (caller.kind === "person") return { accountId: caller.person.id };
  if (caller.kind === "program")
    return { accountId: null, key: { id: caller.program.keyId, name: caller.program.keyName } };
  throw new Error("A door that is open to everybody asked who its caller is.");
}

/** The name under which a caller's idempotency keys are kept. */
export function scopeOf(caller: Caller): string {
  if (caller.kind === "person") return `account:${caller.person.id}`;
  if (caller.kind === "program") return `key:${caller.program.keyId}`;
  return "nobody";
}

/**
 * The filters of a list, held to the caller's own app.
 * @throws {Problem} `not_found` when a program names another one.
 */
export function ownOnly<Filters extends { appId?: string | undefined }>(caller: Caller, filters: Filters): Filters {
  const own = appOf(caller);
  if (own === null) return filters;
  if (filters.appId !== undefined && filters.appId !== own)
    throw new Problem("not_found", "There is no app with this id.");
  return { ...filters, appId: own };
}
