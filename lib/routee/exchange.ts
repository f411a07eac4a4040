import type { z } from "zod";
import { failure, type Outcome, ofQuestion, type RouteeFailure } from "./failure";
import { hide, hideIn } from "./hide";
import { parseJson } from "./json";
import { createLimiter } from "./limiter";
import { problemOf } from "./problem-of";
import { explainErrorCode } from "./reasons";
import { type Answer, makeRequest } from "./request";
import { type Credentials, createTokenCache, type TokenCache } from "./token-cache";
import { parseError } from "./wire-error";

/** One request to a resource. */
export interface Call {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  json?: unknown;
  /** A success without a body is one too. */
  mayBeEmpty?: boolean;
  /** What else of the request is not to be kept when the answer repeats it, besides token and application secret. */
  secrets?: readonly string[] | undefined;
}

/** A success: its JSON, and what a failure needs when that makes no sense. */
export interface Answered {
  status: number;
  json: unknown;
  /** The text it was, without secrets. */
  raw(): string;
  /** A part of the JSON without secrets, to be kept. */
  hidden(part: unknown): unknown;
}

/**
 * Speaks to Routee's resources: with a token, with a new one and once more where the first was not accepted, and not
 * with too many requests of one app at once. What failed is a result, never thrown.
 */
export interface Exchange {
  tokens: TokenCache;
  /**
   * A request that changes something: without an answer it may have been taken.
   * @param claim is called when the request could leave now; it is made only if that gives true.
   */
  order(credentials: Credentials, call: Call, claim?: () => Promise<boolean>): Promise<Outcome<Answered>>;
  /** A request that only asks: it can be repeated. */
  ask(credentials: Credentials, call: Call): Promise<Outcome<Answered>>;
}

export interface ExchangeOptions {
  authUrl: string;
  apiUrl: string;
  /** For each request. */
  timeoutMs: number;
  /** Requests of one app under way at once. */
  maxConcurrent: number;
}

export function createExchange({ authUrl, apiUrl, timeoutMs, maxConcurrent }: ExchangeOptions): Exchange {
  const tokens = createTokenCache({ authUrl, timeoutMs });
  const limiter = createLimiter(maxConcurrent);

  function request(token: string, { method, path, json }: Call): Promise<Outcome<Answer>> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: "application/json" };
    if (json === undefined) return makeRequest(apiUrl + path, { method, headers }, timeoutMs);
    headers["content-type"] = "application/json";
    return makeRequest(apiUrl + path, { method, headers, body: JSON.stringify(json) }, timeoutMs);
  }

  async function order(
    credentials: Credentials,
    call: Call,
    claim?: () => Promise<boolean>,
  ): Promise<Outcome<Answered>> {
    const first = await tokens.get(credentials);
    if (!first.ok) return first;
    return limiter.run(credentials.key, async () => {
      if (claim && !(await claim())) return failure("withdrawn", "The request was withdrawn before it left.");
      const secrets = [first.value, credentials.applicationSecret, ...(call.secrets ?? [])];
      let answer = await request(first.value, call);
      if (answer.ok && tokenNotAccepted(answer.value)) {
        const second = await tokens.renew(credentials, first.value);
        if (!second.ok) return second;
        secrets.push(second.value);
        answer = await request(second.value, call);
      }
      return answer.ok ? readAnswer(answer.value, secrets, call.mayBeEmpty ?? false) : answer;
    });
  }

  return {
    tokens,
    order,
    async ask(credentials, call) {
      return asQuestion(await order(credentials, call));
    },
  };
}

/** The token lacks the right to send SMS: another one would lack it too. */
const NO_RIGHT = "403000000";

function tokenNotAccepted({ status, body }: Answer): boolean {
  return status === 401 || (status === 403 && parseError(parseJson(body)).code !== NO_RIGHT);
}

function readAnswer(
  { status, body, retryAfterMs }: Answer,
  secrets: readonly string[],
  mayBeEmpty: boolean,
): Outcome<Answered> {
  const good = status >= 200 && status < 300;
  const json = good && mayBeEmpty && body?.trim() === "" ? {} : parseJson(body);
  if (good && body !== null && json !== undefined)
    return {
      ok: true,
      value: { status, json, raw: () => hide(body, secrets), hidden: (part) => hideIn(part, secrets) },
    };
  const raw = body === null ? null : hide(body, secrets);
  if (good) {
    const problem = body === null ? "it broke off or came too late" : "it is not JSON";
    return failure("lost", `Routee's answer cannot be understood: ${problem}.`, { status, raw });
  }
  const { code, words } = parseError(json);
  const about = { status, raw, code, retryAfterMs };
  // Hidden once more, since in the text they may have been spelled in another way.
  const says = words ? ` Routee says: ${hide(words, secrets)}` : "";
  if (status === 429) return failure("rate_limited", `Routee asks to slow down.${says}`, about);
  if (status === 401) return failure("credentials", `Routee does not accept the token it gave.${says}`, about);
  if (status >= 400 && status < 500) {
    const meaning = (code && explainErrorCode(code)) ?? `Routee refused the request with HTTP ${status}.`;
    return failure("refused", meaning + says, about);
  }
  return failure("lost", `Routee answered HTTP ${status} instead of a result.`, about);
}

/**
 * Reads an answer by its schema. One that does not fit is a failure that names the first field at fault and keeps the
 * text: of an order it may have taken effect.
 * @param what was asked, as in "Routee's balance answer cannot be understood".
 */
export function readAs<T>(schema: z.ZodType<T>, answered: Answered, what: string): Outcome<T> {
  const parsed = schema.safeParse(answered.json);
  if (parsed.success) return { ok: true, value: parsed.data };
  return misunderstood(what, problemOf(parsed.error, "it"), answered);
}

/** As {@link readAs}, for the answer to a question. */
export function readQuestionAs<T>(schema: z.ZodType<T>, answered: Answered, what: string): Outcome<T> {
  return asQuestion(readAs(schema, answered, what));
}

/** An answer to a question that arrived whole and means nothing to us. */
export function questionMisunderstood(
  what: string,
  problem: string,
  answered: Answered,
): { ok: false; failure: RouteeFailure } {
  return { ok: false, failure: ofQuestion(misunderstood(what, problem, answered).failure) };
}

function misunderstood(
  what: string,
  problem: string,
  { status, raw }: Answered,
): { ok: false; failure: RouteeFailure } {
  return failure("lost", `Routee's ${what} answer cannot be understood: ${problem}.`, { status, raw: raw() });
}

function asQuestion<T>(outcome: Outcome<T>): Outcome<T> {
  return outcome.ok ? outcome : { ok: false, failure: ofQuestion(outcome.failure) };
}
