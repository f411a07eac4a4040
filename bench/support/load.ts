import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/**
 * A load generator of as little CPU as possible, since it shares the machine with what it measures: bare sockets,
 * kept alive, one request at a time on each.
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

/**
 * Posts JSON bodies over a number of connections until they or the time run out.
 * @param next the path and body of the next request, or null when there are no more.
 */
export async function load(options: {
  url: string;
  connections: number;
  milliseconds: number;
  /** Besides the usual ones. */
  headers?: Readonly<Record<string, string>>;
  /**
   * How many a second; as many as are answered, unless told. A request's time then counts from when it was due, be it
   * that no connection was free.
   */
  pace?: number;
  next: () => { path: string; body: string } | null;
}): Promise<LoadResult> {
  const { hostname, port, host } = new URL(options.url);
  const latencies: number[] = [];
  const statuses: Record<number, number> = {};
  const more = Object.entries(options.headers ?? {})
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  const begun = performance.now();
  const until = begun + options.milliseconds;
  let due = begun;

  /** Waits for the next request's turn. @returns since when it counts */
  async function turn(pace: number): Promise<number> {
    const mine = due;
    due += 1_000 / pace;
    const early = mine - performance.now();
    if (early > 0) await delay(early);
    return mine;
  }

  async function one(): Promise<void> {
    const socket = connect(Number(port), hostname);
    socket.setNoDelay(true);
    const answers = answersOf(socket);
    for (let request = options.next(); request && performance.now() < until; request = options.next()) {
      const sent = options.pace === undefined ? performance.now() : await turn(options.pace);
      const length = Buffer.byteLength(request.body);
      socket.write(
        `POST ${request.path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n${more}\r\n${request.body}`,
        // Where characters are bytes, that is the cheapest.
        length === request.body.length ? "latin1" : "utf8",
      );
      const status = await answers();
      latencies.push(performance.now() - sent);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    socket.destroy();
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
    mean: latencies.reduce((sum, one) => sum + one, 0) / Math.max(1, latencies.length),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}

/** Waits for whole answers on a socket, with a Content-Length or chunked. @returns their HTTP status */
function answersOf(socket: Socket): () => Promise<number> {
  let buffered = "";
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;
  let broken: Error | undefined;

  function take(): void {
    const end = buffered.indexOf("\r\n\r\n");
    if (!waiting || end < 0) return;
    const head = buffered.slice(0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    let whole: number;
    if (length === undefined) {
      const last = buffered.indexOf("0\r\n\r\n", end + 4);
      if (last < 0) return;
      whole = last + 5;
    } else whole = end + 4 + Number(length);
    if (buffered.length < whole) return;
    buffered = buffered.slice(whole);
    const { resolve } = waiting;
    waiting = undefined;
    resolve(Number(head.slice(9, 12)));
  }
  function fail(error: Error): void {
    broken = error;
    waiting?.reject(error);
    waiting = undefined;
  }

  // Answers of ours are ASCII, so characters are bytes.
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    buffered += chunk;
    take();
  });
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("The server closed the connection.")));
  return () =>
    new Promise((resolve, reject) => {
      if (broken) return reject(broken);
      waiting = { resolve, reject };
      take();
    });
}
