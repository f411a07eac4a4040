import { connect, type Socket } from "node:net";

/**
 * A load generator of as little CPU as possible, since it shares the machine with what it measures: bare sockets, kept
 * alive, one request at a time on each, and requests that were made before.
 */
export interface LoadResult {
  /** Requests answered, by HTTP status. */
  statuses: Record<number, number>;
  requests: number;
  seconds: number;
  perSecond: number;
  /** Milliseconds. */
  mean: number;
  p50: number;
  p95: number;
  p99: number;
}

/** A request that posts JSON, as it is sent. @param headers besides the usual ones */
export function postOf(path: string, body: string, headers: Readonly<Record<string, string>> = {}): Buffer {
  const lines = Object.entries({
    host: "127.0.0.1",
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
}

/**
 * Sends requests over a number of connections until they or the time run out.
 * @param options.pace how many a second; as many as are answered, unless told. A request's time then counts from when it
 *   was due, be it that no connection was free.
 * @param options.next the next request, or null when there are no more.
 */
export async function load(options: {
  url: string;
  connections: number;
  milliseconds: number;
  pace?: number;
  next: () => Buffer | null;
}): Promise<LoadResult> {
  const { hostname, port } = new URL(options.url);
  const latencies: number[] = [];
  const statuses: Record<number, number> = {};
  const begun = performance.now();
  const until = begun + options.milliseconds;
  let due = begun;

  /** One connection's requests, one after the other. */
  function one(): Promise<void> {
    return new Promise((resolve, reject) => {
      let since = 0;
      let timer: NodeJS.Timeout | undefined;
      const socket = post(hostname, Number(port), (status) => {
        latencies.push(performance.now() - since);
        statuses[status] = (statuses[status] ?? 0) + 1;
        turn();
      });
      socket.on("error", reject);
      socket.on("close", () => {
        clearTimeout(timer);
        if (since === Number.POSITIVE_INFINITY) resolve();
        else reject(new Error("The server closed the connection."));
      });

      function turn(): void {
        const now = performance.now();
        const request = now < until ? options.next() : null;
        if (!request) {
          since = Number.POSITIVE_INFINITY;
          socket.destroy();
          return;
        }
        since = options.pace === undefined ? now : due;
        due += 1_000 / (options.pace ?? Number.POSITIVE_INFINITY);
        if (since > now) timer = setTimeout(() => socket.write(request), since - now);
        else socket.write(request);
      }
      turn();
    });
  }

  await Promise.all(Array.from({ length: options.connections }, one));
  const seconds = (performance.now() - begun) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    statuses,
    requests: latencies.length,
    seconds,
    perSecond: latencies.length / seconds,
    mean: latencies.reduce((sum, latency) => sum + latency, 0) / Math.max(1, latencies.length),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}

/** What all connections read into, since what came is looked at before anything else comes. */
const read = Buffer.alloc(64 * 1024);

/** A connection that tells the status of every answer, once it is whole. */
function post(host: string, port: number, answered: (status: number) => void): Socket {
  let before = "";
  const take = (size: number) => {
    // Answers of ours are ASCII, so characters are bytes.
    before += read.toString("latin1", 0, size);
    if (!isWhole(before)) return true;
    const status = Number(before.slice(9, 12));
    before = "";
    answered(status);
    return true;
  };
  return connect({ host, port, noDelay: true, onread: { buffer: read, callback: take } });
}

/** Whether an answer, with a Content-Length or chunked, has come to its end. Nothing comes after it unasked. */
function isWhole(answer: string): boolean {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer)?.[1];
  if (length === undefined) return answer.endsWith("0\r\n\r\n") && answer.length > end + 4;
  return answer.length >= end + 4 + Number(length);
}
