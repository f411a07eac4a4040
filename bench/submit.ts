import { createKeySchema } from "@/lib/keys/contract";
import { createKey } from "@/lib/keys/create-key";
import { checkStatuses } from "@/lib/messages/check-statuses";
import { closeDatabase, pool } from "@/lib/platform/database";
import { startEmptyNext } from "./support/empty-next";
import { type LoadResult, load, postOf } from "./support/load";
import { startStack } from "./support/stack";
import { median, table } from "./support/table";

/**
 * Messages in: messages accepted durably per second and their latency against one web process, at 16 and 64
 * connections, with an API key, at Routee's address and at our own; an empty Next route handler is measured in the same
 * run for comparison. Nothing is handed over meanwhile. Afterwards what was written is checked.
 * `node bench/run.mjs submit [seconds per run] [runs]`
 */
const SECONDS = Number(process.argv[2] ?? 6);
const RUNS = Number(process.argv[3] ?? 3);
const CONNECTIONS = [16, 64];
/** More than can be accepted in the time. */
const MORE_THAN_A_SECOND = 12_000;
const WAYS = [
  { path: "/sms", status: 200 },
  { path: "/api/messages", status: 202 },
];

const ms = (value: number) => value.toFixed(1);

const stack = await startStack({ roles: ["web"] });
const empty = await startEmptyNext();
try {
  const apps = await pool().query<{ id: string }>("SELECT id FROM apps");
  const app = { id: apps.rows[0]?.id ?? "", environment: "sandbox" } as const;
  const key = await createKey(app, createKeySchema.parse({ requestsPerMinute: 1_000_000 }), null);

  const headers = { authorization: `Bearer ${key.secret}` };
  let made = 0;
  const bodyOfNext = () => {
    made += 1;
    const to = `+3069${String(made).padStart(8, "0")}`;
    return JSON.stringify({ to, from: "Tidings", body: `Your table is ready, number ${made}.` });
  };
  /** They are made at once, so that nothing is spent on them while something is measured. */
  function requests(path: string, milliseconds: number): () => Buffer | null {
    const count = Math.ceil((MORE_THAN_A_SECOND * milliseconds) / 1_000);
    const all = Array.from({ length: count }, () => postOf(path, bodyOfNext(), headers));
    let next = 0;
    return () => {
      next += 1;
      return all[next - 1] ?? null;
    };
  }
  let answered = 0;
  async function submit(way: (typeof WAYS)[number], connections: number, milliseconds: number): Promise<LoadResult> {
    await pool().query("CHECKPOINT");
    const next = requests(way.path, milliseconds);
    const result = await load({ url: stack.url, connections, milliseconds, next });
    answered += result.statuses[way.status] ?? 0;
    if (result.statuses[way.status] !== result.requests)
      throw new Error(`Not all were ${way.status}: ${JSON.stringify(result.statuses)}`);
    return result;
  }
  const nothing = (connections: number, milliseconds: number) => {
    const request = postOf("/", bodyOfNext(), headers);
    return load({ url: empty.url, connections, milliseconds, next: () => request });
  };

  process.stderr.write("Warming up…\n");
  for (const connections of CONNECTIONS) {
    for (const way of WAYS) await submit(way, connections, 2_000);
    await nothing(connections, 1_000);
  }
  const rows: string[][] = [];
  for (const connections of CONNECTIONS) {
    const measured = [...WAYS, null].map((way) => ({ way, results: [] as LoadResult[] }));
    for (let run = 0; run < RUNS; run += 1) {
      process.stderr.write(`${connections} connections, run ${run + 1} of ${RUNS}…\n`);
      for (const { way, results } of measured)
        results.push(way ? await submit(way, connections, SECONDS * 1_000) : await nothing(connections, SECONDS * 500));
    }
    const baseline = median(measured.at(-1)?.results.map(({ perSecond }) => perSecond) ?? []);
    for (const { way, results } of measured) {
      const of = (pick: (result: LoadResult) => number) => median(results.map(pick));
      rows.push([
        way ? `POST ${way.path}` : "empty Next handler",
        String(connections),
        Math.round(of((one) => one.perSecond)).toString(),
        `${(of((one) => one.perSecond) / baseline).toFixed(1)} ×`,
        ms(of((one) => one.mean)),
        ms(of((one) => one.p50)),
        ms(of((one) => one.p95)),
        ms(of((one) => one.p99)),
      ]);
    }
  }

  process.stderr.write("Checking what was written…\n");
  const stored = await pool().query<{ messages: number; due: number; requests: number }>(
    `SELECT (SELECT count(*)::int FROM messages) AS messages,
       (SELECT count(*)::int FROM messages WHERE hand_over = 'pending' AND hand_over_at <= now()) AS due,
       (SELECT sum(requests)::int FROM api_key_usage) AS requests`,
  );
  const counts = stored.rows[0];
  // A request whose answer the load generator no longer waited for may have been stored too.
  if (!counts || counts.messages < answered || counts.due !== counts.messages || counts.requests < answered)
    throw new Error(`${answered} messages were accepted, but stored are ${JSON.stringify(counts)}.`);
  let checked = 0;
  for await (const batch of checkStatuses()) {
    checked += batch.checked;
    if (batch.differences.length > 0) throw new Error(`A status is wrong: ${JSON.stringify(batch.differences[0])}`);
  }
  console.log(
    `\n${table(["what", "connections", "per second", "to Next", "mean ms", "p50", "p95", "p99"], rows)}\n\n` +
      `${answered} messages accepted, ${counts.messages} stored, all due for their hand-over; ${checked} statuses agree with their events.`,
  );
} finally {
  await closeDatabase();
  await empty.stop();
  await stack.stop();
}
