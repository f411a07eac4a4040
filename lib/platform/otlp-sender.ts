import { request as askPlainly } from "node:http";
import { request as askSecurely } from "node:https";
import { log } from "./log";
import { metrics } from "./metrics";
import { exportRequest, type FinishedSpan } from "./otlp-json";

/** Sends spans to a collector in batches, in the background: work never waits for it, and memory for it is bounded. */
export interface SpanSender {
  add(span: FinishedSpan): void;
  /** Sends what is there, once, and ends. */
  close(): Promise<void>;
}

/** As OpenTelemetry's own batch processor has them. */
const WAITING = 2_048;
const BATCH = 512;
const TIMEOUT_MS = 10_000;
const TRIES = 3;
/** What a collector answers when it may take the same later. */
const LATER = [429, 502, 503, 504];

/**
 * @param options.url where the collector takes traces
 * @param options.headers what it wants to see, secrets mostly
 * @param options.everyMs how long a span waits at most until it is sent
 */
export function startSender(options: {
  url: string;
  headers: Readonly<Record<string, string>>;
  resource: Readonly<Record<string, string>>;
  everyMs: number;
}): SpanSender {
  const waiting: FinishedSpan[] = [];
  let sending: Promise<void> | null = null;
  let failing = false;
  let tries = 0;
  const timer = setInterval(send, options.everyMs);
  timer.unref();

  function send(): Promise<void> {
    sending ??= sendAll().finally(() => {
      sending = null;
    });
    return sending;
  }

  async function sendAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      const result = await post(batch);
      if (result === "later") return;
      waiting.splice(0, batch.length);
      tries = 0;
      metrics().spans.inc({ result }, batch.length);
    }
  }

  /** @returns `later` when the batch is to be sent again at the next turn */
  async function post(batch: readonly FinishedSpan[]): Promise<"sent" | "failed" | "later"> {
    tries += 1;
    try {
      const status = await postJson(options.url, options.headers, exportRequest(options.resource, batch));
      if (status >= 200 && status < 300) {
        failing = false;
        return "sent";
      }
      noteFailure(new Error(`The collector answered ${status}.`));
      return LATER.includes(status) && tries < TRIES ? "later" : "failed";
    } catch (error) {
      noteFailure(error);
      return tries < TRIES ? "later" : "failed";
    }
  }

  /** Once, until it works again. */
  function noteFailure(error: unknown): void {
    if (!failing) log().warn({ err: error }, "traces could not be sent");
    failing = true;
  }

  return {
    add(span) {
      if (waiting.length >= WAITING) return metrics().spans.inc({ result: "dropped" });
      waiting.push(span);
      if (waiting.length >= BATCH) void send();
    },
    async close() {
      clearInterval(timer);
      await sending;
      await send();
      metrics().spans.inc({ result: "dropped" }, waiting.length);
    },
  };
}

/** Not by `fetch`, which Next replaces by one of its own. @returns the answer's status; redirects are not followed */
function postJson(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<number> {
  const ask = url.startsWith("https:") ? askSecurely : askPlainly;
  return new Promise((resolve, reject) => {
    const asking = ask(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers, "content-length": Buffer.byteLength(body) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    asking.on("response", (response) => {
      response.resume();
      response.on("error", reject);
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    asking.on("error", reject);
    asking.end(body);
  });
}
