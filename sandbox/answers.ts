import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Reply } from "./exchange";

/** Gives replies over HTTP, some of them slowly. */
export interface Answers {
  give(request: IncomingMessage, response: ServerResponse, reply: Reply): void;
  /** Gives up those that are still to come. */
  drop(): void;
}

export function createAnswers(): Answers {
  const slow = new Set<NodeJS.Timeout>();

  function give(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
    if ("cut" in reply) {
      request.socket.destroy();
      return;
    }
    const { delayMs } = reply;
    if (delayMs === undefined) {
      write(response, reply);
      return;
    }
    const timer = setTimeout(() => {
      slow.delete(timer);
      write(response, reply);
    }, delayMs);
    slow.add(timer);
    response.once("close", () => {
      clearTimeout(timer);
      slow.delete(timer);
    });
  }

  return {
    give,
    drop() {
      for (const timer of slow) clearTimeout(timer);
      slow.clear();
    },
  };
}

function write(response: ServerResponse, { status, body, text, headers = {} }: Exclude<Reply, { cut: true }>): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(text ?? JSON.stringify(body));
}

/** Null when it is larger than that. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("A request without an encoding is read as bytes.");
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Whether a Host header names this machine itself, so that no page elsewhere can reach the controls by a name of its own. */
export function isLoopbackHost(host: string | undefined): host is string {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Whether a request for the controls comes from this machine and from no page but the sandbox's own: a page in
 * somebody's browser can reach this machine too, and says where it comes from.
 */
export function isLoopback({ host, origin }: IncomingHttpHeaders): boolean {
  return isLoopbackHost(host) && (origin === undefined || origin === `http://${host}`);
}
