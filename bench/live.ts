import { readFileSync } from "node:fs";
import { Agent, get, request as httpRequest, type IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { receiptToken } from "@/lib/messages/receipt-token";
import { LIVE_CHANNEL } from "@/lib/messages/state-store";
import { closeDatabase, pool } from "@/lib/platform/database";
import { cpuSeconds } from "./support/cpu";
import { receipt } from "./support/receipt";
import { acceptTemplate, SEEDED_EVENTS, seedMessages } from "./support/seed-messages";
import { signIn } from "./support/session";
import { startStack } from "./support/stack";
import { median, table } from "./support/table";

/**
 * Live updates: streams that are open on one web process while receipts come at a steady rate, and the time from posting
 * a receipt to its event at a client. Some streams follow one message each, as a message's page does, some follow
 * everything, as the list does. Prints medians of several
 * runs: the times, and the web process's memory and CPU with the streams and, in the same runs, without.
 * `node bench/run.mjs live [streams of one message] [streams of everything] [receipts a second] [seconds] [runs]`
 */
const OF_ONE = Number(process.argv[2] ?? 450);
const OF_ALL = Number(process.argv[3] ?? 50);
const RATE = Number(process.argv[4] ?? 1_000);
const SECONDS = Number(process.argv[5] ?? 10);
const RUNS = Number(process.argv[6] ?? 3);
const TICK_MS = 20;
/** So many receipts of a hundred are for messages that somebody follows. */
const FOLLOWED_PERCENT = 5;

// All streams are one person's.
const stack = await startStack({ roles: ["web"], env: { STREAMS_PER_CALLER: String(OF_ONE + OF_ALL) } });
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const posted = new Map<string, number>();
let refused = 0;

function post(id: string, status: string, second: number): void {
  const body = receipt(id, status, second);
  posted.set(`${id} ${second}`, performance.now());
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const request = httpRequest(
    `${stack.url}/webhooks/routee/${receiptToken(id)}`,
    { method: "POST", headers, agent },
    (response) => {
      if (response.statusCode !== 200) refused += 1;
      response.resume();
    },
  );
  request.on("error", () => {
    refused += 1;
  });
  request.end(body);
}

/** Opens a stream. @param seen gets each event's message and sequence; without it bytes are only read */
function open(cookie: string, query: string, seen?: (id: string, sequence: number) => void): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${stack.url}/api/stream${query}`, { headers: { cookie }, agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`A stream was answered ${response.statusCode}.`));
      let rest = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        if (!seen) return;
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          if (!line.startsWith('data: {"id"')) continue;
          const event = JSON.parse(line.slice(6)) as { id: string; sequence: number };
          seen(event.id, event.sequence);
        }
      });
      resolve(response);
    }).on("error", reject);
  });
}

function processFigures(): { mib: number; cpuSeconds: number } {
  const pid = stack.pidOf("web") ?? 0;
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return { mib: Number(kib) / 1_024, cpuSeconds: cpuSeconds([pid]) };
}

/** Posts at the rate, three receipts a message. @returns the web process's CPU in per cent of a core, and its memory */
async function run(followed: readonly string[], others: readonly string[]): Promise<{ cpu: number; mib: number }> {
  const begun = performance.now();
  const before = processFigures();
  const course = (ids: readonly string[]) => {
    let next = 0;
    return () => {
      const second = Math.floor(next / ids.length) + 1;
      const id = ids[next % ids.length];
      next += 1;
      if (id && second <= 3) post(id, ["Queued", "Sent", "Delivered"][second - 1] ?? "", second);
    };
  };
  const [toFollowed, toOthers] = [course(followed), course(others)];
  for (let count = 0; performance.now() - begun < SECONDS * 1_000; ) {
    const due = ((performance.now() - begun) / 1_000) * RATE;
    for (; count < due; count += 1) (count % 100 < FOLLOWED_PERCENT && followed.length > 0 ? toFollowed : toOthers)();
    await delay(TICK_MS);
  }
  const after = processFigures();
  return { cpu: ((after.cpuSeconds - before.cpuSeconds) / SECONDS) * 100, mib: after.mib };
}

interface Round {
  /** Milliseconds from posting to event, at streams of one message and of everything. */
  one: number[];
  all: number[];
  alone: Awaited<ReturnType<typeof run>>;
  watched: Awaited<ReturnType<typeof run>>;
  /** MiB with the streams open while nothing happens. */
  idle: number;
  cut: number;
  missing: number;
}

/** Receipts without streams, and then with them. */
async function round(cookie: string, template: string, enough: number): Promise<Round> {
  const alone = await run([], await seedMessages(template, enough));
  await delay(1_000);
  const followed = await seedMessages(template, Math.max(OF_ONE, 1));
  const others = await seedMessages(template, enough);
  // Seeds come without a word; they have to be old news when the streams open.
  await pool().query(`NOTIFY ${LIVE_CHANNEL}`);
  await delay(3_000);
  const latencies: { one: number[]; all: number[] } = { one: [], all: [] };
  const arrived = (into: number[]) => (id: string, sequence: number) => {
    const time = posted.get(`${id} ${sequence - SEEDED_EVENTS}`);
    if (time !== undefined) into.push(performance.now() - time);
  };
  const streams: IncomingMessage[] = [];
  for (const id of followed.slice(0, OF_ONE))
    streams.push(await open(cookie, `?messageId=${id}`, arrived(latencies.one)));
  // Reading every event of every stream would take the clients more than it takes the server: one in ten is read.
  for (let i = 0; i < OF_ALL; i += 1)
    streams.push(await open(cookie, "", i % 10 === 0 ? arrived(latencies.all) : undefined));
  const idle = processFigures().mib;
  posted.clear();
  const watched = await run(followed, others);
  await delay(2_000);
  const cut = streams.filter(({ complete, destroyed }) => complete || destroyed).length;
  for (const stream of streams) stream.destroy();
  const missing = posted.size * Math.ceil(OF_ALL / 10) - latencies.all.length;
  return { ...latencies, alone, watched, idle, cut, missing };
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

try {
  const template = await acceptTemplate();
  const enough = Math.ceil((RATE * SECONDS) / 3) + 1;
  const cookie = await signIn(stack.url);

  const rounds: Round[] = [];
  for (let turn = 0; turn < RUNS; turn += 1) {
    process.stderr.write(`Run ${turn + 1} of ${RUNS}…\n`);
    rounds.push(await round(cookie, template, enough));
  }
  const of = (pick: (one: Round) => number) => median(rounds.map(pick)).toFixed(0);
  const total = (pick: (one: Round) => number) => rounds.reduce((sum, one) => sum + pick(one), 0);
  const row = (name: string, pick: (one: Round) => readonly number[]) => [
    name,
    of((one) => pick(one).length),
    ...[0.5, 0.95, 0.99, 1].map((share) => of((one) => at(pick(one), share))),
  ];
  const [cut, missing] = [total((one) => one.cut), total((one) => one.missing)];
  console.log(
    `\n${table(
      ["streams of", "events read", "p50 ms", "p95", "p99", "longest"],
      [row(`one message: ${OF_ONE}`, ({ one }) => one), row(`everything: ${OF_ALL}`, ({ all }) => all)],
    )}\n\n${table(
      ["web process", "MiB", "CPU, % of a core", "to receipts alone"],
      [
        ["receipts alone", of(({ alone }) => alone.mib), of(({ alone }) => alone.cpu), "1.0 ×"],
        ["streams open, nothing happens", of(({ idle }) => idle), "", ""],
        [
          "both",
          of(({ watched }) => watched.mib),
          of(({ watched }) => watched.cpu),
          `${median(rounds.map(({ watched, alone }) => watched.cpu / alone.cpu)).toFixed(1)} ×`,
        ],
      ],
    )}\n\nMedians of ${RUNS} runs of ${RATE} receipts a second for ${SECONDS} s; ${refused} were not answered with 200; ${cut} streams were cut; ${missing} events did not arrive.`,
  );
  if (refused > 0 || cut > 0 || missing !== 0) process.exitCode = 1;
} finally {
  agent.destroy();
  await closeDatabase();
  await stack.stop();
}
