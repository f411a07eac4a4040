/** What every failure tells. */
interface About {
  /** Routee's 9-digit code, where it gave one. */
  code: string | null;
  /** In plain words, for people. It may repeat Routee's words, and so a message's text: not for the log. */
  message: string;
  /** What is safe in a log: the kind, the HTTP status and Routee's code. */
  summary: string;
  /** The HTTP status, where an answer arrived. */
  status: number | null;
  /** The answer's body, at most 4 kB, without credentials and tokens; null when none arrived. */
  raw: string | null;
  /** How long Routee asks us to wait, where it does. */
  retryAfterMs: number | null;
}

/** Routee answered with a reason (4xx): the same request would be refused again. */
export interface Refused extends About {
  kind: "refused";
  retryable: false;
  mayHaveTakenEffect: false;
}

/** Routee does not accept the application ID and secret, or the token they gave. */
export interface CredentialsRefused extends About {
  kind: "credentials";
  retryable: false;
  mayHaveTakenEffect: false;
}

/** Routee asks us to come later (429). */
export interface RateLimited extends About {
  kind: "rate_limited";
  retryable: true;
  mayHaveTakenEffect: false;
}

/** Nothing can have been taken: no connection, or no token to begin with. */
export interface Unreachable extends About {
  kind: "unreachable";
  retryable: true;
  mayHaveTakenEffect: false;
}

/** The caller took the request back before it left. */
export interface Withdrawn extends About {
  kind: "withdrawn";
  retryable: false;
  mayHaveTakenEffect: false;
}

/**
 * The request left, and its answer did not arrive, could not be read, or was a 5xx. A send may have been taken, so
 * repeating it could text somebody twice; a question can be asked again.
 */
export interface Lost extends About {
  kind: "lost";
  retryable: boolean;
  mayHaveTakenEffect: boolean;
}

export type RouteeFailure = Refused | CredentialsRefused | RateLimited | Unreachable | Withdrawn | Lost;

export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: RouteeFailure };

/** 4 kB of an answer are enough to see what was wrong. */
const RAW_BYTES = 4_096;

/** A failure as a result. What is lost counts as possibly taken; `ofQuestion` says otherwise. */
export function failure(
  kind: RouteeFailure["kind"],
  message: string,
  about: Partial<Omit<About, "message" | "summary">> = {},
): { ok: false; failure: RouteeFailure } {
  const { code = null, status = null, raw = null, retryAfterMs = null } = about;
  const kept =
    raw === null
      ? null
      : Buffer.from(raw)
          .subarray(0, RAW_BYTES)
          .toString()
          .replace(/\uFFFD$/, "");
  const seen = [status === null ? null : `HTTP ${status}`, code].filter(Boolean).join(", ");
  const summary = seen ? `${kind} (${seen})` : kind;
  return { ok: false, failure: ofKind(kind, { message, summary, code, status, raw: kept, retryAfterMs }) };
}

function ofKind(kind: RouteeFailure["kind"], about: About): RouteeFailure {
  switch (kind) {
    case "refused":
    case "credentials":
    case "withdrawn":
      return { kind, ...about, retryable: false, mayHaveTakenEffect: false };
    case "rate_limited":
    case "unreachable":
      return { kind, ...about, retryable: true, mayHaveTakenEffect: false };
    case "lost":
      return { kind, ...about, retryable: false, mayHaveTakenEffect: true };
  }
}

/** The same failure of a request that only asks: it can be repeated. */
export function ofQuestion(failed: RouteeFailure): RouteeFailure {
  return failed.kind === "lost" ? { ...failed, retryable: true, mayHaveTakenEffect: false } : failed;
}

/** Reads `Retry-After` (RFC 9110, 10.2.3): seconds or a date. @returns milliseconds, at most a day; null without. */
export function retryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null;
  // Only a date begins with a weekday; Date.parse alone would take "1.5" for one too.
  const at = /^\s*(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(header) ? Date.parse(header) : Number.NaN;
  const wait = /^\s*\d+\s*$/.test(header) ? Number(header) * 1_000 : at - now.getTime();
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), 86_400_000);
}

/** The operating system's time-out while it connects: after connecting its code tells of a silent connection. */
const CONNECT_TIMEOUT = "ETIMEDOUT while connecting";

/** No connection was made, so no request can have left (Node's codes). Nothing else proves that. */
const NOT_CONNECTED: readonly string[] = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  CONNECT_TIMEOUT,
];

/** OpenSSL's verdicts on a certificate, by Node's names: the handshake ends before the request is written. */
const CERTIFICATE =
  /^(CERT_|CRL_|ERR_TLS_CERT|SELF_SIGNED_|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(VERIFY|GET|DECRYPT)|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED)/;

/**
 * What it means that a request failed.
 * @param neverSent that the request is known not to have been written to any connection when time ran out.
 */
export function networkFailure(error: unknown, neverSent = false): { ok: false; failure: RouteeFailure } {
  if (isTimeout(error))
    return neverSent
      ? failure("unreachable", "Routee could not be connected to in time.")
      : failure("lost", "Routee did not answer in time.");
  const code = codeOf(error);
  if (code !== null && (NOT_CONNECTED.includes(code) || CERTIFICATE.test(code)))
    return failure("unreachable", `Routee could not be reached (${code}).`);
  return failure("lost", `The connection to Routee broke before its answer arrived${code ? ` (${code})` : ""}.`);
}

function isTimeout(error: unknown): boolean {
  return (
    error instanceof Error && (error.name === "TimeoutError" || (error.cause !== undefined && isTimeout(error.cause)))
  );
}

/** The innermost code; of several attempts (one for each address) one that is not about connecting counts. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof AggregateError) {
    const codes = error.errors.map(codeOf);
    return codes.find((code) => code === null || !NOT_CONNECTED.includes(code)) ?? codes[0] ?? null;
  }
  const inner = codeOf(error.cause);
  if (inner !== null) return inner;
  if (!("code" in error) || typeof error.code !== "string") return null;
  const connecting = "syscall" in error && error.syscall === "connect";
  return connecting && error.code === "ETIMEDOUT" ? CONNECT_TIMEOUT : error.code;
}
