import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createApp } from "@/lib/apps/create-app";
import { pauseEndpoint, resumeEndpoint } from "@/lib/callbacks/endpoints";
import { acceptMessage } from "@/lib/messages/accept-message";
import { messageSchema } from "@/lib/messages/contract";
import { recordObservations } from "@/lib/messages/record-observations";
import { closeDatabase, pool, prisma, transaction } from "@/lib/platform/database";
import { durableStatementRate } from "./support/database-rate";
import { seedMessages } from "./support/seed-messages";
import { startStack } from "./support/stack";
import { median, table } from "./support/table";

/**
 * How fast one worker process delivers callbacks of one app to one receiver that answers in 20 ms: several times a
 * store of them that is let go at once, then events at a steady rate, with the time from event to first attempt, and
 * both again beside an app whose receiver takes connections and never answers, with a store of its own. Checks that
 * each arrived once, byte for byte as stored and in the order of its message.
 * `npm run bench:callback-rate [-- callbacks [events per second [rounds]]]`
 */
const TOTAL = Number(process.argv[2] ?? 9_000);
const RATE = Number(process.argv[3] ?? 300);
const ROUNDS = Number(process.argv[4] ?? 3);
const STEADY_SECONDS = 10;
/** Callbacks that wait for the receiver that never answers. */
const STUCK = 20_000;
const ANSWER_MS = 20;
/** Connections of the loop that PostgreSQL alone is measured with. */
const CLIENTS = 16;
const STATUSES = ["Queued", "Sent", "Delivered"];
const TICK_MS = 10;
const GIVE_UP_MS = 5 * 60_000;

interface Arrival {
  id: string;
  body: string;
  at: number;
}

/** Answers each post 20 ms after it came. */
async function startReceiver() {
  const arrived: Arrival[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const id = String(request.headers["webhook-id"]);
      arrived.push({ id, body: Buffer.concat(chunks).toString(), at: Date.now() });
      setTimeout(() => response.end(), ANSWER_MS);
    });
  }).on("connection", () => {
    connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    arrived,
    connections: () => connections,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Routee reports a status of each message. */
async function report(ids: readonly string[], status: string, second: number): Promise<void> {
  const at = new Date(Date.UTC(2026, 2, 2, 9, 15, second)).toISOString();
  for (let from = 0; from < ids.length; from += 100)
    await transaction((sql) =>
      recordObservations(
        sql,
        ids.slice(from, from + 100).map((messageId) => ({
          messageId,
          source: "receipt" as const,
          receivedAt: new Date().toISOString(),
          observation: { origin: "report" as const, status, at, segment: 1, parts: 1, smsId: `sms-${messageId}` },
        })),
      ),
    );
}

/** An app with an address for its callbacks, and a message of it that Routee has taken. */
async function given(name: string, url: string, accountId: string): Promise<{ appId: string; template: string }> {
  const app = await createApp(prisma(), { name, environment: "sandbox", defaultSender: "Tidings" });
  const accepted = await acceptMessage({
    message: { appId: app.id, to: "+306900000001", body: "Table ready" },
    sender: { accountId },
    idempotencyKey: null,
  });
  const template = messageSchema.parse(JSON.parse(accepted.body)).id;
  await pool().query("UPDATE messages SET hand_over = 'settled' WHERE id = $1", [template]);
  await pool().query(
    "UPDATE apps SET default_callback_url = $2, default_callback_strategy = 'OnChange' WHERE id = $1",
    [app.id, url],
  );
  return { appId: app.id, template };
}

/** Takes connections and never answers. */
async function startHanging() {
  const server = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Waits until none of an app is open. */
async function settled(appId: string): Promise<void> {
  const until = performance.now() + GIVE_UP_MS;
  for (;;) {
    const open = await pool().query("SELECT FROM callbacks WHERE app_id = $1 AND status = 'pending' LIMIT 1", [appId]);
    if (open.rowCount === 0) return;
    if (performance.now() > until) throw new Error("The time is over.");
    await delay(50);
  }
}

/** What does not hold of what arrived. */
async function problemsOf(appId: string, arrived: readonly Arrival[], expected: number): Promise<string[]> {
  const { rows } = await pool().query<{ id: string; message_id: string; body: string; status: string }>(
    "SELECT id, message_id, body, status FROM callbacks WHERE app_id = $1 ORDER BY message_id, sequence",
    [appId],
  );
  const problems: string[] = [];
  if (rows.length !== expected) problems.push(`${expected} callbacks were to be made, ${rows.length} are there`);
  const places = new Map<string, number[]>();
  for (const [place, { id }] of arrived.entries()) places.set(id, [...(places.get(id) ?? []), place]);
  const bodies = new Map(rows.map(({ id, body }) => [id, body]));
  for (const { id, body } of arrived) if (bodies.get(id) !== body) problems.push(`${id} is not what is stored`);
  const last = new Map<string, number>();
  for (const { id, message_id, status } of rows) {
    const [place = -1, ...more] = places.get(id) ?? [];
    if (status !== "delivered" || place < 0) problems.push(`${id} is ${status} and arrived ${place < 0 ? "not" : ""}`);
    if (more.length > 0) problems.push(`${id} arrived ${more.length + 1} times`);
    if (place < (last.get(message_id) ?? -1)) problems.push(`${id} came before the one before it`);
    last.set(message_id, place);
  }
  return problems;
}

/** Milliseconds from the event (its row's time) to the receiver, in rising order. */
async function latencies(arrived: readonly Arrival[]): Promise<number[]> {
  const { rows } = await pool().query<{ id: string; made: number }>(
    "SELECT id, extract(epoch FROM created_at)::float * 1000 AS made FROM callbacks",
  );
  const made = new Map(rows.map((row) => [row.id, row.made]));
  return arrived.map(({ id, at }) => at - (made.get(id) ?? 0)).sort((a, b) => a - b);
}

const at = (times: readonly number[], share: number) =>
  `${Math.round(times[Math.floor((times.length - 1) * share)] ?? 0)}`;

const stack = await startStack({ roles: ["worker"], env: { CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" } });
const receiver = await startReceiver();
const hanging = await startHanging();
try {
  const { setUp } = await import("@/lib/apps/set-up");
  const owner = await setUp({ email: "bench@example.com", password: "bench bench bench" });
  const { appId, template } = await given("Rate", receiver.url, owner.id);
  let expected = 0;
  const lines: string[][] = [];

  /** @returns per second. */
  async function letGo(): Promise<number> {
    const stored = await seedMessages(template, Math.round(TOTAL / STATUSES.length));
    expected += stored.length * STATUSES.length;
    await pauseEndpoint(appId, receiver.url);
    for (const [second, status] of STATUSES.entries()) await report(stored, status, second);
    const begun = performance.now();
    await resumeEndpoint(appId, { url: receiver.url, deliver: "all" });
    await settled(appId);
    return (stored.length * STATUSES.length * 1_000) / (performance.now() - begun);
  }

  /** @returns the times from event to receiver. */
  async function steadily(): Promise<number[]> {
    const steady = await seedMessages(template, RATE * STEADY_SECONDS);
    expected += steady.length;
    const count = receiver.arrived.length;
    const from = performance.now();
    const offered: Promise<void>[] = [];
    for (let next = 0; next < steady.length; ) {
      const due = Math.min(steady.length, Math.ceil(((performance.now() - from) / 1_000) * RATE));
      if (due > next) offered.push(report(steady.slice(next, due), "Queued", 1));
      next = Math.max(next, due);
      await delay(TICK_MS);
    }
    await Promise.all(offered);
    await settled(appId);
    return latencies(receiver.arrived.slice(count));
  }

  async function measure(beside: string): Promise<void> {
    const rates: number[] = [];
    const alone: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.push(await letGo());
      alone.push((await durableStatementRate(stack.database.url, CLIENTS, 2_000)).perSecond);
    }
    const sorted = [...rates].sort((a, b) => a - b).map((rate) => rate.toFixed(0));
    lines.push([
      `${ROUNDS} times ${TOTAL} at once${beside}`,
      median(rates).toFixed(0),
      sorted.join(", "),
      `${(median(rates) / median(alone)).toFixed(2)} ×`,
      "",
      "",
      "",
    ]);
    lines.push([
      "PostgreSQL alone, a durable statement each",
      median(alone).toFixed(0),
      alone.map((rate) => rate.toFixed(0)).join(", "),
      "1.00 ×",
      "",
      "",
      "",
    ]);
    const times = await steadily();
    lines.push([
      `${RATE} events a second${beside}`,
      String(RATE),
      ...["", ""],
      ...[0.5, 0.95, 1].map((share) => at(times, share)),
    ]);
  }

  await measure("");
  const stuck = await given("Stuck", hanging.url, owner.id);
  await report(await seedMessages(stuck.template, STUCK), "Queued", 0);
  await measure(", beside a receiver that hangs");

  const problems = await problemsOf(appId, receiver.arrived, expected);
  console.log(
    `\n${table(["what", "per second", "each", "to PostgreSQL", "p50 ms", "p95", "longest"], lines)}\n\n` +
      `${receiver.connections()} connections. Problems: ${problems.length}`,
  );
  for (const problem of problems.slice(0, 30)) console.log(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await receiver.close();
  await hanging.close();
  await closeDatabase();
  await stack.stop();
}
