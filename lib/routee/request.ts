import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import { codeOf, failure, networkFailure, type Outcome, retryAfter } from "./failure";

/**
 * One request to Routee, over Node's own HTTP rather than `fetch`: it tells whether a request was written to a
 * connection, so that one whose time ran out before can be repeated without texting anybody twice; and `fetch` takes
 * twice the CPU.
 */

export interface Answer {
  status: number;
  /** Null when the connection broke or time ran out before all of it was there. */
  body: string | null;
  retryAfterMs: number | null;
}

/** More than the longest page takes: 2,000 tracking items with texts of 1,600 escaped characters each. */
const MAX_BYTES = 32 * 1024 * 1024;

/** A connection is not used again after so long, since whoever is at its other end may be closing it. */
const KEPT = { keepAlive: true, maxFreeSockets: 256, timeout: 4_000 };
const http = new HttpAgent(KEPT);
const https = new HttpsAgent(KEPT);

class TimeRanOut extends Error {
  override name = "TimeoutError";
}

/** Makes one request; redirects are not followed. @param timeoutMs for everything, the body included. */
export function makeRequest(
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
  timeoutMs: number,
): Promise<Outcome<Answer>> {
  const secure = url.startsWith("https:");
  const options = { method: init.method, headers: { "user-agent": "Tidings", ...init.headers } };
  return new Promise((resolve) => {
    let request: ClientRequest;
    try {
      request = secure
        ? httpsRequest(url, { ...options, agent: https })
        : httpRequest(url, { ...options, agent: http });
    } catch (error) {
      // A token that no header can hold, for example.
      return resolve(failure("unreachable", `The request to Routee cannot be made: ${codeOf(error) ?? "no reason"}.`));
    }
    let written = false;
    let answer: { response: IncomingMessage; body: Promise<string | null> } | null = null;
    /** What ended it before its time. Without a length Node takes whatever came until then for the whole answer. */
    let broken: Error | null = null;
    const timer = setTimeout(() => {
      broken = new TimeRanOut("Time ran out.");
      request.destroy(broken);
    }, timeoutMs);
    request.on("socket", (socket: Socket) => {
      const write = () => {
        written = true;
      };
      // What is written before a connection stands waits in this process.
      if (request.reusedSocket || !socket.connecting) write();
      else socket.once(secure ? "secureConnect" : "connect", write);
    });
    request.on("error", (error) => {
      broken ??= error;
    });
    request.on("response", (response) => {
      answer = { response, body: readBody(response) };
    });
    // The last of all, however it ended. An answer that offers another protocol is none, and no error either.
    request.on("close", async () => {
      clearTimeout(timer);
      if (!answer) return resolve(networkFailure(broken ?? new Error("The connection was closed."), !written));
      const { response, body } = answer;
      const wait = retryAfter(response.headers["retry-after"] ?? null, new Date());
      const whole = await body;
      const value = { status: response.statusCode ?? 0, body: broken ? null : whole, retryAfterMs: wait };
      resolve({ ok: true, value });
    });
    request.end(init.body);
  });
}

/** @returns null when not all of it came: the status is known then, the rest is not. */
function readBody(response: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes > MAX_BYTES) response.destroy();
    });
    response.on("end", () => resolve(bytes > MAX_BYTES ? null : new TextDecoder().decode(Buffer.concat(chunks))));
    // A broken connection, the time-out, or too much.
    response.on("error", () => resolve(null));
    response.on("close", () => resolve(null));
  });
}
