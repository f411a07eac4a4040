import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setUp } from "@/lib/apps/set-up";
import { acceptMessage } from "@/lib/messages/accept-message";
import { checkStatuses } from "@/lib/messages/check-statuses";
import { messageSchema } from "@/lib/messages/contract";
import { receiptToken } from "@/lib/messages/receipt-token";
import { closeDatabase, pool } from "@/lib/platform/database";
import { isoNow } from "@/lib/platform/iso-time";
import { ingestReceipt } from "@/lib/receipts/ingest-receipt";
import { run as runProgram } from "@/scripts/start/command.mjs";
import { type Postgres, startPostgres } from "@/scripts/start/postgres.mjs";
import { cpuSeconds, cpuSecondsOfTree, postmasterOf } from "./support/cpu";
import { durableStatementRate } from "./support/database-rate";
import { load } from "./support/load";
import { receipt } from "./support/receipt";
import { receiptsOf } from "./support/receipt-course";
import { seedMessages, takenByRoutee } from "./support/seed-messages";
import { seedMonths } from "./support/seed-months";
import { OWNER, program } from "./support/stack";
import { median, table } from "./support/table";
import { startWebs } from "./support/web-processes";

/**
 * Growth: receipts per second with one, two and four web processes on one database, and what a receipt costs (CPU of
 * PostgreSQL and of the web processes) with few and with many events stored, over twelve past months and the current
 * one. Afterwards what was written is checked.
 * `npm run bench:growth -- --events 50000000` (compared with a million) `--seconds 6 --runs 3 --webs 1,2,4`
 */
const { values: args } = parseArgs({
  options: {
    events: { type: "string", default: "1000000" },
    few: { type: "string", default: "1000000" },
    seconds: { type: "string", default: "6" },
    runs: { type: "string", default: "3" },
    webs: { type: "string", default: "1,2,4" },
    connections: { type: "string", default: "64" },
  },
});
const SIZES = [...new Set([Number(args.few), Number(args.events)])];
const SECONDS = Number(args.seconds);
const RUNS = Number(args.runs);
const WEBS = args.webs.split(",").map(Number);
const CONNECTIONS = Number(args.connections);
/** More than can be done in the time. */
const MESSAGES_A_SECOND = 3_000;
const COURSE = ["Queued", "Sent", "Delivered"] as const;
const BODY = "Your table is ready. We look forward to seeing you tonight. ";
/** Segments of each message of the past. */
const PARTS = 2;
/** Events of each: its acceptance, and its receipts. */
const EVENTS = 1 + PARTS * COURSE.length;
/** The bodies of receipts, which nothing reads, are written for the latest months only, so that 50 million fit in 60 GB. */
const MONTHS_WITH_BODIES = 2;

/** While the past is being written nothing has to survive a power cut; what is measured is as durable as in use. */
const SEEDING = {
  ...{ fsync: "off", full_page_writes: "off", synchronous_commit: "off", autovacuum: "off" },
  ...{ wal_level: "minimal", max_wal_senders: "0", max_wal_size: "8GB", checkpoint_timeout: "1h" },
  ...{ shared_buffers: "512MB", maintenance_work_mem: "512MB", work_mem: "64MB" },
};

interface Measured {
  perSecond: number;
  /** Milliseconds of CPU for a thousand receipts. */
  web: number;
  database: number;
}

const begun = performance.now();
const say = (line: string) =>
  process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(0).padStart(5)} s  ${line}\n`);

const folder = mkdtempSync(join(tmpdir(), "tidings-growth-"));
// As root PostgreSQL runs as another user, which has to get in.
chmodSync(folder, 0o755);
let postgres: Postgres = await startPostgres({ folder, settings: SEEDING });
const env = {
  NODE_ENV: "production" as const,
  NEXT_TELEMETRY_DISABLED: "1",
  PUBLIC_URL: "http://127.0.0.1",
  DATABASE_URL: postgres.url,
  SECRET_KEY: randomBytes(32).toString("base64"),
  LOG_LEVEL: "error",
};
Object.assign(process.env, env);
const { port } = postgres;
/** Ends the web processes that are running, if any. */
let stopWebs: () => Promise<void> = async () => undefined;

async function restart(settings: Record<string, string>): Promise<void> {
  await closeDatabase();
  await postgres.stop();
  postgres = await startPostgres({ folder, port, settings });
}

async function accepted(appId: string, accountId: string, body = BODY): Promise<string> {
  const answer = await acceptMessage({
    message: { appId, to: "+306900000001", body },
    sender: { accountId },
    idempotencyKey: null,
  });
  return messageSchema.parse(JSON.parse(answer.body)).id;
}

/** A message of two segments that has ended, with everything that belongs to it. */
async function ended(appId: string, accountId: string): Promise<string> {
  const id = await accepted(appId, accountId, BODY.repeat(3));
  for (const [second, status] of COURSE.entries())
    for (let part = 1; part <= PARTS; part += 1)
      await ingestReceipt({
        token: receiptToken(id),
        body: receipt(id, status, second + 1, { part, parts: PARTS }),
        remoteAddress: "127.0.0.1",
        receivedAt: isoNow(),
      });
  return id;
}

/** @param count of web processes, over which the load is spread. */
async function measure(count: number, templateId: string, answered: { ids: string[]; receipts: number }) {
  const webs = await startWebs(count, env);
  stopWebs = webs.stop;
  const postmaster = await postmasterOf(pool());
  const used = () => ({ web: cpuSeconds(webs.pids), database: cpuSecondsOfTree(postmaster) });
  async function run(seconds: number): Promise<Measured> {
    const ids = await seedMessages(templateId, Math.ceil(MESSAGES_A_SECOND * seconds));
    answered.ids.push(ids[0] ?? "");
    await pool().query("CHECKPOINT");
    const before = used();
    const results = await Promise.all(
      webs.urls.map((url, index) =>
        load({
          url,
          connections: Math.ceil(CONNECTIONS / count),
          milliseconds: seconds * 1_000,
          next: receiptsOf(ids.filter((_, place) => place % count === index)),
        }),
      ),
    );
    const after = used();
    const receipts = results.reduce((sum, { statuses }) => sum + (statuses[200] ?? 0), 0);
    const requests = results.reduce((sum, one) => sum + one.requests, 0);
    if (receipts !== requests) throw new Error(`${requests - receipts} of ${requests} receipts were not answered 200.`);
    answered.receipts += receipts;
    const perThousand = (seconds_: number) => (seconds_ * 1_000_000) / receipts;
    return {
      perSecond: results.reduce((sum, { perSecond }) => sum + perSecond, 0),
      web: perThousand(after.web - before.web),
      database: perThousand(after.database - before.database),
    };
  }
  try {
    await run(2);
    const runs: Measured[] = [];
    for (let turn = 0; turn < RUNS; turn += 1) runs.push(await run(SECONDS));
    const of = (pick: (one: Measured) => number) => median(runs.map(pick));
    return { perSecond: of((one) => one.perSecond), web: of((one) => one.web), database: of((one) => one.database) };
  } finally {
    await webs.stop();
  }
}

/** @throws when a receipt that was answered is not stored, or a status is not what its events say. */
async function check({ ids, receipts }: { ids: string[]; receipts: number }): Promise<number> {
  const from = ids.sort()[0] ?? "";
  const stored = await pool().query<{ receipts: number; events: number }>(
    `SELECT (SELECT count(receipt)::int FROM message_events WHERE message_id >= $1) AS receipts,
       (SELECT count(*)::int FROM message_events WHERE message_id >= $1 AND source = 'receipt') AS events`,
    [from],
  );
  const counts = stored.rows[0];
  // A request whose answer the load generator no longer waited for may have been stored too.
  if (!counts || counts.receipts < receipts || counts.receipts !== counts.events)
    throw new Error(`${receipts} receipts were answered, but stored are ${JSON.stringify(counts)}.`);
  let checked = 0;
  for await (const batch of checkStatuses(from)) {
    checked += batch.checked;
    if (batch.differences.length > 0) throw new Error(`A status is wrong: ${JSON.stringify(batch.differences[0])}`);
  }
  return checked;
}

/** How many times as much it is, with each number of web processes and with all of them together. */
function ratios(before: readonly Measured[], now: readonly Measured[], pick: (one: Measured) => number): string[] {
  const sum = (all: readonly Measured[]) => all.reduce((total, one) => total + pick(one), 0);
  const each = now.map((one, index) => pick(one) / (before[index] ? pick(before[index]) : Number.NaN));
  return [...each, sum(now) / sum(before)].map((ratio) => `${ratio.toFixed(2)} ×`);
}

async function leave(): Promise<void> {
  await stopWebs();
  await closeDatabase();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void leave().then(() => process.exit(130)));
try {
  await program("scripts/migrate.mjs", env);
  const owner = await setUp(OWNER);
  const apps = await pool().query<{ id: string }>("SELECT id FROM apps");
  const appId = apps.rows[0]?.id ?? "";
  const [past, fresh] = [await ended(appId, owner.id), await accepted(appId, owner.id)];
  await takenByRoutee(fresh);
  const rows: string[][] = [];
  const costs: string[][] = [];
  const few: Measured[] = [];
  for (const events of SIZES) {
    if (events !== SIZES[0]) await restart(SEEDING);
    say(`writing ${events} events of the past…`);
    await seedMonths({
      url: postgres.url,
      templateId: past,
      messages: Math.round(events / EVENTS),
      monthsWithBodies: MONTHS_WITH_BODIES,
      say,
    });
    await restart({});
    const size = await pool().query<{ events: string; bytes: string }>(
      "SELECT (SELECT count(*) FROM message_events) AS events, pg_database_size(current_database()) AS bytes",
    );
    const stored = Number(size.rows[0]?.events);
    // What was written has reached the disk before anything is measured, so that it is not written meanwhile.
    await pool().query("CHECKPOINT");
    await runProgram("sync", [], { cwd: folder, env: process.env, failure: "The disk did not settle", brief: true });
    say(`${stored} events, ${(Number(size.rows[0]?.bytes) / 2 ** 30).toFixed(1)} GiB`);
    const answered = { ids: [] as string[], receipts: 0 };
    const alone: number[] = [];
    const all: Measured[] = [];
    for (const count of WEBS) {
      say(`${count} web process${count === 1 ? "" : "es"}…`);
      const measured = await measure(count, fresh, answered);
      alone.push((await durableStatementRate(postgres.url, CONNECTIONS, SECONDS * 500)).perSecond);
      all.push(measured);
      rows.push([
        stored.toLocaleString("en"),
        String(count),
        Math.round(measured.perSecond).toString(),
        `${(measured.perSecond / (all[0]?.perSecond ?? 0)).toFixed(2)} ×`,
        `${(measured.perSecond / median(alone)).toFixed(2)} ×`,
        measured.web.toFixed(0),
        measured.database.toFixed(0),
      ]);
    }
    rows.push([
      stored.toLocaleString("en"),
      "PostgreSQL alone",
      Math.round(median(alone)).toString(),
      "",
      "1.00 ×",
      "",
      "",
    ]);
    if (few.length === 0) few.push(...all);
    else
      costs.push(
        ["rate", ...ratios(few, all, ({ perSecond }) => perSecond)],
        ["CPU of web", ...ratios(few, all, ({ web }) => web)],
        ["CPU of PostgreSQL", ...ratios(few, all, ({ database }) => database)],
        ["CPU of both", ...ratios(few, all, ({ web, database }) => web + database)],
      );
    say("checking what was written…");
    const checked = await check(answered);
    say(`${answered.receipts} receipts answered with 200 are stored; ${checked} statuses agree with their events.`);
  }
  const head = ["events stored", "web processes", "per second", "to the first", "to PostgreSQL"];
  console.log(`\n${table([...head, "web CPU, ms a thousand", "PostgreSQL CPU"], rows)}`);
  if (costs.length > 0) {
    const by = WEBS.map((count) => `${count} web`);
    console.log(`\n${table([`${SIZES[1]} to ${SIZES[0]}`, ...by, "together"], costs)}`);
  }
} finally {
  await leave();
}
