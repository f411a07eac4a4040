import { lookup } from "node:dns/promises";
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { hostAddress, type Network, refusedAddress, refusedUrl } from "./address-guard";

/**
 * Posts to addresses that users name. The host is resolved and every address behind it checked each time, and the
 * connection is made to a checked address, not to the name, so that a name cannot change its mind in between (DNS
 * rebinding). Redirects are not followed.
 */

export interface GuardedRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  /** Refuses http. */
  httpsOnly: boolean;
  /** Ranges that are open although private. */
  allowed: readonly Network[];
}

export type GuardedAnswer =
  /** An answer came, whatever it says. */
  | {
      kind: "answered";
      status: number;
      retryAfter: string | null;
      excerpt: string;
      durationMs: number;
      address: string;
    }
  /** Nothing was sent: the guard does not allow it. `rule` is a sentence. */
  | { kind: "refused"; rule: string }
  /** No answer. `problem` is a sentence. */
  | { kind: "failed"; problem: string; durationMs: number };

/** So much of an answer is kept. */
const EXCERPT_BYTES = 4_096;
const KEEP_ALIVE = { keepAlive: true, keepAliveMsecs: 5_000, maxFreeSockets: 64, timeout: 30_000 };
// Connections are kept by address, not by name: the one that is used again was checked as well.
const http = new HttpAgent(KEEP_ALIVE);
const https = new HttpsAgent(KEEP_ALIVE);

/** How names become addresses; another one in tests. */
export type Resolve = (hostname: string) => Promise<string[]>;

/** Questions under way, by name. Those who ask the same at the same time share the answer; none is kept. */
const questions = new Map<string, Promise<string[]>>();

const resolveByDns: Resolve = (hostname) => {
  const asked = questions.get(hostname);
  if (asked) return asked;
  const question = lookup(hostname, { all: true, verbatim: true })
    .then((found) => found.map(({ address }) => address))
    .finally(() => questions.delete(hostname));
  questions.set(hostname, question);
  return question;
};

/**
 * The addresses behind a URL, all of which may be called.
 * @returns `rule` when the URL or one of its addresses is refused, `problem` when the name has none.
 */
export async function checkedAddresses(
  text: string,
  options: { httpsOnly: boolean; allowed: readonly Network[]; resolve?: Resolve },
): Promise<{ addresses: [string, ...string[]] } | { rule: string } | { problem: string }> {
  const rule = refusedUrl(text, options);
  if (rule !== null) return { rule };
  const url = new URL(text);
  const literal = hostAddress(url);
  const found = literal === null ? await resolved(url.hostname, options.resolve ?? resolveByDns) : [literal];
  if ("problem" in found) return found;
  for (const address of found) {
    const refused = refusedAddress(address, options.allowed);
    if (refused !== null) return { rule: `${url.hostname} is ${address}, ${refused}; callbacks may not reach it.` };
  }
  const [first, ...rest] = found;
  return first === undefined ? { problem: `${url.hostname} has no address.` } : { addresses: [first, ...rest] };
}

async function resolved(hostname: string, resolve: Resolve): Promise<string[] | { problem: string }> {
  try {
    return await resolve(hostname);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = "code" in error ? String(error.code) : error.message;
    return { problem: `The name ${hostname} cannot be resolved (${code}).` };
  }
}

/** Posts once. Never throws for what the other side does. */
export async function guardedPost(options: GuardedRequest, resolve?: Resolve): Promise<GuardedAnswer> {
  const late = new AbortController();
  // Not AbortSignal.timeout, which stays until its time has come: many requests a second would be many timers.
  const timer = setTimeout(() => late.abort(), options.timeoutMs);
  try {
    return await postWithin(late.signal, options, resolve);
  } finally {
    clearTimeout(timer);
  }
}

async function postWithin(signal: AbortSignal, options: GuardedRequest, resolve?: Resolve): Promise<GuardedAnswer> {
  const begun = performance.now();
  const durationMs = () => Math.round(performance.now() - begun);
  const checked = await before(signal, checkedAddresses(options.url, { ...options, ...(resolve ? { resolve } : {}) }));
  if (checked === "late")
    return { kind: "failed", problem: "Its name was not resolved in time.", durationMs: durationMs() };
  if ("rule" in checked) return { kind: "refused", rule: checked.rule };
  if ("problem" in checked) return { kind: "failed", problem: checked.problem, durationMs: durationMs() };
  const [address] = checked.addresses;
  try {
    const response = await exchange(options, address, signal).catch((error: unknown) => {
      if (error instanceof StaleConnection) return exchange(options, address, signal);
      throw error;
    });
    return {
      kind: "answered",
      status: response.status,
      retryAfter: response.retryAfter,
      excerpt: response.excerpt,
      durationMs: durationMs(),
      address,
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: "failed", problem: inWords(error, options.timeoutMs), durationMs: durationMs() };
  }
}

function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T | "late"> {
  const late = new Promise<"late">((resolve) =>
    signal.addEventListener("abort", () => resolve("late"), { once: true }),
  );
  return Promise.race([work, late]);
}

interface Exchange {
  status: number;
  retryAfter: string | null;
  excerpt: string;
}

/** A connection that was kept had been closed by the other side when it was used again. */
class StaleConnection extends Error {}

function exchange(
  { url: text, headers, body }: GuardedRequest,
  address: string,
  signal: AbortSignal,
): Promise<Exchange> {
  const url = new URL(text);
  const secure = url.protocol === "https:";
  const named = hostAddress(url) === null;
  const options = {
    method: "POST",
    host: address,
    port: url.port || (secure ? 443 : 80),
    path: url.pathname + url.search,
    headers: { host: url.host, "content-length": String(Buffer.byteLength(body)), ...headers },
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = secure
      ? httpsRequest({ ...options, agent: https, ...(named ? { servername: url.hostname } : {}) })
      : httpRequest({ ...options, agent: http });
    request.on("error", (error) => {
      const cut = "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
      reject(cut && request.reusedSocket ? new StaleConnection(error.message, { cause: error }) : error);
    });
    request.on("response", (response) => {
      readExcerpt(response).then(
        (excerpt) =>
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: response.headers["retry-after"] ?? null,
            excerpt,
          }),
        reject,
      );
    });
    request.end(body);
  });
}

/** The beginning of an answer as text. The rest is not read: its connection is given up. */
async function readExcerpt(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= EXCERPT_BYTES) break;
  }
  // A character may be cut in two at the end.
  return Buffer.concat(chunks)
    .subarray(0, EXCERPT_BYTES)
    .toString("utf8")
    .replace(/\uFFFD$/, "");
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Nobody listens at this address (connection refused).",
  ECONNRESET: "The receiver cut the connection.",
  EHOSTUNREACH: "The address cannot be reached.",
  ENETUNREACH: "The address cannot be reached.",
  CERT_HAS_EXPIRED: "The receiver's certificate has expired.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The receiver's certificate is for another name.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The receiver's certificate is self-signed.",
  SELF_SIGNED_CERT_IN_CHAIN: "The receiver's certificate is signed by nobody known.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The receiver's certificate chain is incomplete.",
  EPROTO: "The receiver does not speak TLS at this port.",
};

function inWords(error: Error, timeoutMs: number): string {
  if (error.name === "AbortError" || error.name === "TimeoutError")
    return `No answer within ${timeoutMs / 1_000} seconds.`;
  const code = "code" in error ? String(error.code) : null;
  return (code && WORDS[code]) ?? `The request failed (${code ?? error.message}).`;
}
