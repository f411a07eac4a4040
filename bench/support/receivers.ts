import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

/** Users' receivers of every kind. They know nothing of Tidings but a signing secret. */

export interface Received {
  path: string;
  id: string;
  body: string;
  /** What was answered. */
  status: number;
}

export interface Receivers {
  url: string;
  /** An address at which nobody listens. */
  deadUrl: string;
  received: Received[];
  /** Callbacks whose signature the standardwebhooks package did not accept. */
  forged: number;
  close(): Promise<void>;
}

/** What each kind answers, by the first part of the path, and after how many milliseconds. @param seen how often it came. */
const KINDS: Readonly<Record<string, (seen: number, id: string) => { status: number; afterMs: number }>> = {
  good: () => ({ status: 200, afterMs: 20 }),
  /** One callback in sixteen is taken only when it comes again. */
  shaky: (seen, id) => ({ status: seen === 1 && id.endsWith("0") ? 500 : 200, afterMs: 20 }),
  slow: () => ({ status: 204, afterMs: 400 }),
  flaky: (seen) => ({ status: seen <= 2 ? 500 : 200, afterMs: 10 }),
  redirecting: () => ({ status: 302, afterMs: 5 }),
  gone: () => ({ status: 410, afterMs: 5 }),
};

/** @param secretOf the signing secret of each kind's app. */
export async function startReceivers(secretOf: (kind: string) => string): Promise<Receivers> {
  const received: Received[] = [];
  let forged = 0;
  const seen = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      const kind = path.split("/")[1] ?? "";
      const body = Buffer.concat(chunks).toString();
      const headers = Object.fromEntries(
        ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => [name, String(request.headers[name])]),
      );
      try {
        new Webhook(secretOf(kind)).verify(body, headers);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        forged += 1;
      }
      const id = headers["webhook-id"] ?? "";
      seen.set(id, (seen.get(id) ?? 0) + 1);
      const { status, afterMs } = KINDS[kind]?.(seen.get(id) ?? 0, id) ?? { status: 404, afterMs: 0 };
      setTimeout(() => {
        received.push({ path, id, body, status });
        response.writeHead(status, status === 302 ? { location: "/good/elsewhere" } : {}).end();
      }, afterMs);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const deadPort = (closed.address() as AddressInfo).port;
  closed.close();
  await once(closed, "close");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deadUrl: `http://127.0.0.1:${deadPort}`,
    received,
    get forged() {
      return forged;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
