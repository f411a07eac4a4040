import { checkStatuses } from "@/lib/messages/check-statuses";
import { closeDatabase, pool } from "@/lib/platform/database";
import { type DatabaseRate, durableStatementRate } from "./support/database-rate";
import { startEmptyNext } from "./support/empty-next";
import { type LoadResult, load, postOf } from "./support/load";
import { receipt } from "./support/receipt";
import { receiptsOf } from "./support/receipt-course";
import { acceptTemplate, seedMessages } from "./support/seed-messages";
import { startStack } from "./support/stack";
import { median, table } from "./support/table";

/**
 * Receipts in: durable receipts per second and their latency against one web process, at 16 and 64 connections, with
 * an empty Next route handler, and PostgreSQL alone with one durable statement each, measured in the same run for
 * comparison; then at a steady pace. Afterwards what was written is checked.
 * `node bench/run.mjs receipts [seconds per run] [runs]`
 */
const SECONDS = Number(process.argv[2] ?? 6);
const RUNS = Number(process.argv[3] ?? 3);
const CONNECTIONS = [16, 64];
/** Half of what is aimed at, at which nobody should wait long. */
const PACE = 4_500;
/** More than can be done in the time. */
const MESSAGES_A_SECOND = 4_000;
const ms = (value: number) => value.toFixed(1);

const stack = await startStack({ roles: ["web"] });
const empty = await startEmptyNext();
try {
  const template = await acceptTemplate();

  let answered = 0;
  async function receipts(connections: number, milliseconds: number, pace?: number): Promise<LoadResult> {
    const ids = await seedMessages(template, Math.ceil((MESSAGES_A_SECOND * milliseconds) / 1_000));
    await pool().query("CHECKPOINT");
    const paced = pace === undefined ? {} : { pace };
    const result = await load({ url: stack.url, connections, milliseconds, next: receiptsOf(ids), ...paced });
    answered += result.statuses[200] ?? 0;
    if (result.statuses[200] !== result.requests)
      throw new Error(`Not all were 200: ${JSON.stringify(result.statuses)}`);
    return result;
  }
  const nothing = (connections: number, milliseconds: number) => {
    const request = postOf("/", receipt("00000000-0000-7000-8000-000000000000", "Sent", 1));
    return load({ url: empty.url, connections, milliseconds, next: () => request });
  };

  process.stderr.write("Warming up…\n");
  for (const connections of CONNECTIONS) {
    await receipts(connections, 2_000);
    await nothing(connections, 1_000);
  }
  const rows: string[][] = [];
  for (const connections of CONNECTIONS) {
    const [ours, theirs]: [LoadResult[], LoadResult[]] = [[], []];
    const alone: DatabaseRate[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      process.stderr.write(`${connections} connections, run ${run + 1} of ${RUNS}…\n`);
      ours.push(await receipts(connections, SECONDS * 1_000));
      theirs.push(await nothing(connections, (SECONDS * 1_000) / 2));
      alone.push(await durableStatementRate(stack.database.url, connections, (SECONDS * 1_000) / 2));
    }
    const baseline = median(theirs.map(({ perSecond }) => perSecond));
    const database = median(alone.map(({ perSecond }) => perSecond));
    for (const [name, results] of [
      ["durable receipts", ours],
      ["empty Next handler", theirs],
    ] as const) {
      const of = (pick: (result: LoadResult) => number) => median(results.map(pick));
      rows.push([
        name,
        String(connections),
        Math.round(of((one) => one.perSecond)).toString(),
        `${(of((one) => one.perSecond) / baseline).toFixed(1)} ×`,
        `${(of((one) => one.perSecond) / database).toFixed(2)} ×`,
        ms(of((one) => one.mean)),
        ms(of((one) => one.p50)),
        ms(of((one) => one.p95)),
        ms(of((one) => one.p99)),
      ]);
    }
    rows.push([
      "PostgreSQL alone",
      String(connections),
      Math.round(database).toString(),
      `${(database / baseline).toFixed(1)} ×`,
      "1.00 ×",
      ms(median(alone.map(({ mean }) => mean))),
      ...["", "", ""],
    ]);
  }

  const steady: LoadResult[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    process.stderr.write(`${PACE} a second, run ${run + 1} of ${RUNS}…\n`);
    steady.push(await receipts(64, SECONDS * 1_000, PACE));
  }
  const inSteady = (pick: (result: LoadResult) => number) => median(steady.map(pick));
  rows.push([
    `durable receipts, ${PACE} a second`,
    "64",
    Math.round(inSteady((one) => one.perSecond)).toString(),
    ...["", ""],
    ms(inSteady((one) => one.mean)),
    ms(inSteady((one) => one.p50)),
    ms(inSteady((one) => one.p95)),
    ms(inSteady((one) => one.p99)),
  ]);

  process.stderr.write("Checking what was written…\n");
  const stored = await pool().query<{ receipts: string; events: string }>(
    "SELECT (SELECT count(receipt) FROM message_events) AS receipts, (SELECT count(*) FROM message_events WHERE source = 'receipt') AS events",
  );
  const counts = stored.rows[0];
  // A request whose answer the load generator no longer waited for may have been stored too.
  if (Number(counts?.receipts) < answered || counts?.receipts !== counts?.events)
    throw new Error(`${answered} receipts were answered, ${counts?.receipts} are stored, ${counts?.events} as events.`);
  let checked = 0;
  for await (const batch of checkStatuses()) {
    checked += batch.checked;
    if (batch.differences.length > 0) throw new Error(`A status is wrong: ${JSON.stringify(batch.differences[0])}`);
  }
  console.log(
    `\n${table(["what", "connections", "per second", "to Next", "to PostgreSQL", "mean ms", "p50", "p95", "p99"], rows)}\n\n` +
      `${answered} receipts answered with 200, ${counts?.receipts} stored; ${checked} messages' statuses agree with their events.`,
  );
} finally {
  await closeDatabase();
  await empty.stop();
  await stack.stop();
}
