import { createHash } from "node:crypto";
import { failure, type Outcome, type RouteeFailure } from "./failure";
import { hide } from "./hide";
import { parseJson } from "./json";
import { problemOf } from "./problem-of";
import { makeRequest } from "./request";
import { parseError } from "./wire-error";
import { tokenSchema } from "./wire-token";

/** What it takes to speak to Routee for one application. */
export interface Credentials {
  /** Whose token it is, for instance the app's id. */
  key: string;
  applicationId: string;
  applicationSecret: string;
}

interface Token {
  value: string;
  /** By the monotonic clock, in milliseconds, so that a stepped clock does no harm. */
  goodUntil: number;
}

interface Entry {
  /** Of ID and secret: changed credentials are never served an older token. */
  fingerprint: string;
  token: Token | null;
  underWay: Promise<Outcome<string>> | null;
}

export interface TokenCache {
  /** A token that is good for a while yet; callers that need one at the same time share one request. */
  get(credentials: Credentials): Promise<Outcome<string>>;
  /** Asks Routee again, unless that is under way. @param unless kept when it is another than this one. */
  renew(credentials: Credentials, unless?: string): Promise<Outcome<string>>;
}

/** A token is given up this long before it ends, or after nine tenths of its life when that is later. */
const MARGIN_MS = 30_000;

/** Tokens of `POST /oauth/token`, in memory. Routee gives the same one with what is left of its life when asked again. */
export function createTokenCache(options: { authUrl: string; timeoutMs: number }): TokenCache {
  const entries = new Map<string, Entry>();

  function entryOf({ key, applicationId, applicationSecret }: Credentials): Entry {
    const fingerprint = createHash("sha256")
      .update(JSON.stringify([applicationId, applicationSecret]))
      .digest("hex");
    const known = entries.get(key);
    if (known?.fingerprint === fingerprint) return known;
    const entry: Entry = { fingerprint, token: null, underWay: null };
    entries.set(key, entry);
    return entry;
  }

  async function request(entry: Entry, credentials: Credentials): Promise<Outcome<string>> {
    const token = await requestToken(options, credentials);
    if (!token.ok) return token;
    entry.token = token.value;
    return { ok: true, value: token.value.value };
  }

  function get(credentials: Credentials): Promise<Outcome<string>> {
    const entry = entryOf(credentials);
    if (entry.token && performance.now() < entry.token.goodUntil)
      return Promise.resolve({ ok: true, value: entry.token.value });
    entry.underWay ??= request(entry, credentials).finally(() => {
      entry.underWay = null;
    });
    return entry.underWay;
  }

  return {
    get,
    renew(credentials, unless) {
      const entry = entryOf(credentials);
      if (unless === undefined || entry.token?.value === unless) entry.token = null;
      return get(credentials);
    },
  };
}

async function requestToken(
  { authUrl, timeoutMs }: { authUrl: string; timeoutMs: number },
  credentials: Credentials,
): Promise<Outcome<Token>> {
  const basic = Buffer.from(`${credentials.applicationId}:${credentials.applicationSecret}`).toString("base64");
  const asked = performance.now();
  const answer = await makeRequest(
    `${authUrl}/oauth/token`,
    {
      method: "POST",
      headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
      body: "grant_type=client_credentials",
    },
    timeoutMs,
  );
  // Without a token nothing has been asked of Routee yet, however the token request ended.
  if (!answer.ok) return failure("unreachable", answer.failure.message);
  const { status, body, retryAfterMs } = answer.value;
  if (status === 200) {
    const parsed = tokenSchema.safeParse(parseJson(body));
    // The one answer whose text is not kept when it cannot be read: it may hold a token, wherever that stands.
    if (!parsed.success) {
      const problem = problemOf(parsed.error, "it");
      return failure("unreachable", `Routee's token answer cannot be understood: ${problem}.`, { status });
    }
    const life = parsed.data.expires_in * 1_000;
    const goodUntil = asked + Math.max(life - MARGIN_MS, life * 0.9);
    return { ok: true, value: { value: parsed.data.access_token, goodUntil } };
  }
  const secrets = [basic, credentials.applicationSecret];
  return { ok: false, failure: tokenFailure(status, body, retryAfterMs, secrets) };
}

/** OAuth's words for credentials that are not accepted (RFC 6749, 5.2). */
const NOT_ACCEPTED: readonly (string | null)[] = ["invalid_client", "unauthorized_client", "invalid_grant"];

function tokenFailure(
  status: number,
  body: string | null,
  retryAfterMs: number | null,
  secrets: readonly string[],
): RouteeFailure {
  const { code, oauthError, words } = parseError(parseJson(body));
  const raw = body === null ? null : hide(body, secrets);
  const says = words ? ` Routee says: ${hide(words, secrets)}` : "";
  const about = { status, raw, code, retryAfterMs };
  if (status === 429) return failure("rate_limited", "Routee asks to slow down.", about).failure;
  if (status === 401 || (status === 403 && words) || (status === 400 && NOT_ACCEPTED.includes(oauthError)))
    return failure("credentials", `Routee does not accept the application ID and secret.${says}`, about).failure;
  if (status === 400 && words) return failure("refused", `Routee refused to give a token.${says}`, about).failure;
  return failure("unreachable", `Routee gave no token: it answered HTTP ${status}.`, about).failure;
}
