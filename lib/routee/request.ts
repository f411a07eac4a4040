import { AsyncLocalStorage } from "node:async_hooks";
import { channel } from "node:diagnostics_channel";
import { networkFailure, type Outcome, retryAfter } from "./failure";

export interface Answer {
  status: number;
  /** Null when the connection broke or time ran out before all of it was there. */
  body: string | null;
  retryAfterMs: number | null;
}

/** Whether a request reached the point where its bytes are written to a connection. */
interface Trace {
  created: boolean;
  written: boolean;
}

const traces = new AsyncLocalStorage<Trace>();
const traceOf = new WeakMap<object, Trace>();

// Node's fetch tells its steps here (undici's diagnostics channels). It is the only way to know whether a request
// whose time ran out was still waiting for a connection, and so can be repeated without texting anybody twice.
channel("undici:request:create").subscribe((message) => {
  const request = requestOf(message);
  const trace = traces.getStore();
  if (!request || !trace) return;
  trace.created = true;
  traceOf.set(request, trace);
});
channel("undici:client:sendHeaders").subscribe((message) => {
  const request = requestOf(message);
  const trace = request && traceOf.get(request);
  if (trace) trace.written = true;
});

function requestOf(message: unknown): object | null {
  if (typeof message !== "object" || message === null || !("request" in message)) return null;
  return typeof message.request === "object" ? message.request : null;
}

/** More than the longest page takes: 2,000 tracking items with texts of 1,600 escaped characters each. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Makes one request; redirects are not followed. @param timeoutMs for everything, the body included. */
export function makeRequest(
  fetcher: typeof fetch,
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
  timeoutMs: number,
): Promise<Outcome<Answer>> {
  const trace: Trace = { created: false, written: false };
  return traces.run(trace, async (): Promise<Outcome<Answer>> => {
    const signal = AbortSignal.timeout(timeoutMs);
    let response: Response;
    try {
      response = await fetcher(url, { ...init, redirect: "manual", signal });
    } catch (error) {
      return networkFailure(error, trace.created && !trace.written);
    }
    const wait = retryAfter(response.headers.get("retry-after"), new Date());
    return { ok: true, value: { status: response.status, body: await readBody(response), retryAfterMs: wait } };
  });
}

async function readBody(response: Response): Promise<string | null> {
  if (!response.body) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    for await (const chunk of response.body) {
      bytes += chunk.byteLength;
      if (bytes > MAX_BYTES) return null;
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    // A broken connection or the time-out: the status is known, the rest is not.
    if (error instanceof Error) return null;
    throw error;
  }
  return text + decoder.decode();
}
