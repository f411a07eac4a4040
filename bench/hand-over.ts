import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createApp } from "@/lib/apps/create-app";
import { checkStatuses } from "@/lib/messages/check-statuses";
import { notifyHandOver } from "@/lib/messages/store";
import { makeMessage, type SettledMessage, storeMessages } from "@/lib/messages/store-messages";
import { closeDatabase, pool, prisma, transaction } from "@/lib/platform/database";
import { durableStatementRate } from "./support/database-rate";
import { startStack } from "./support/stack";
import { median, table } from "./support/table";

/**
 * Messages out: how many a second one worker hands over to a provider that answers in 50 ms, for several apps, with
 * its limit of 16 requests of one app at once, beside PostgreSQL alone in the same runs. Afterwards the provider's record, the messages and their events are
 * compared: each was asked for once.
 * `node bench/run.mjs hand-over [messages per run] [runs] [apps]`
 */
const MESSAGES = Number(process.argv[2] ?? 6_000);
const RUNS = Number(process.argv[3] ?? 3);
const APPS = Number(process.argv[4] ?? 8);
const ANSWERS_AFTER_MS = 50;
const OF_ONE_APP = 16;
/** Connections of the loop that PostgreSQL alone is measured with. */
const CLIENTS = 16;

const taken = new Map<string, number>();
const underWay = new Map<string, number>();
let most = 0;
const provider = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    if (request.url === "/oauth/token")
      return void response.end(JSON.stringify({ access_token: "t", token_type: "bearer", expires_in: 3599 }));
    const { label, from } = JSON.parse(Buffer.concat(chunks).toString()) as { label: string; from: string };
    taken.set(label, (taken.get(label) ?? 0) + 1);
    underWay.set(from, (underWay.get(from) ?? 0) + 1);
    most = Math.max(most, underWay.get(from) ?? 0);
    setTimeout(() => {
      underWay.set(from, (underWay.get(from) ?? 1) - 1);
      response.end(
        JSON.stringify({
          trackingId: label,
          status: "Queued",
          createdAt: new Date().toISOString(),
          bodyAnalysis: { parts: 1 },
        }),
      );
    }, ANSWERS_AFTER_MS);
  });
});
await new Promise<void>((listening) => provider.listen(0, "127.0.0.1", listening));
const { port } = provider.address() as AddressInfo;

const stack = await startStack({ roles: ["web", "worker"], env: { SANDBOX_URL: `http://127.0.0.1:${port}` } });
try {
  const account = await pool().query<{ id: string }>("SELECT id FROM accounts LIMIT 1");
  const sender = { accountId: account.rows[0]?.id ?? "" };
  const apps = await Promise.all(
    Array.from({ length: APPS }, (_, index) =>
      createApp(prisma(), { name: `App ${index}`, environment: "sandbox", defaultSender: `App${index}` }),
    ),
  );
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  /** Messages of all apps in turn, scheduled, so that they wait until all are there. */
  async function given(count: number): Promise<void> {
    const settled = Array.from({ length: count }, (_, index): SettledMessage => {
      const { id, defaultSender } = apps[index % APPS] ?? { id: "", defaultSender: "" };
      const message = { appId: id, to: "+306900000001", body: "Your table is ready." };
      return { message, from: defaultSender ?? "", ttl: null, transcode: null, sender, batchId: null, dueAt: tomorrow };
    });
    for (let at = 0; at < count; at += 500)
      await transaction((sql) => storeMessages(sql, settled.slice(at, at + 500).map(makeMessage)));
  }
  async function drain(): Promise<number> {
    await pool().query("CHECKPOINT");
    const begun = performance.now();
    await transaction(async (sql) => {
      await sql.query("UPDATE messages SET scheduled_at = now(), hand_over_at = now() WHERE hand_over = 'pending'");
      notifyHandOver(sql);
    });
    const open = "SELECT FROM messages WHERE hand_over IN ('pending', 'requested') LIMIT 1";
    for (const until = begun + 180_000; ((await pool().query(open)).rowCount ?? 0) > 0; await delay(20))
      if (performance.now() > until) throw new Error("Not all were handed over in three minutes.");
    return (performance.now() - begun) / 1_000;
  }

  await given(500);
  await drain();
  let total = 500;
  const rates: number[] = [];
  const alone: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    process.stderr.write(`Run ${run + 1} of ${RUNS}: ${MESSAGES} messages of ${APPS} apps…\n`);
    await given(MESSAGES);
    total += MESSAGES;
    rates.push(MESSAGES / (await drain()));
    alone.push((await durableStatementRate(stack.database.url, CLIENTS, 2_000)).perSecond);
  }

  process.stderr.write("Checking what was written…\n");
  const twice = [...taken.values()].filter((times) => times !== 1).length;
  if (twice > 0 || taken.size !== total)
    throw new Error(`${twice} were asked for more than once; ${taken.size} of ${total} at all.`);
  if (most > OF_ONE_APP) throw new Error(`${most} requests of one app were under way at once.`);
  let checked = 0;
  for await (const batch of checkStatuses()) {
    checked += batch.checked;
    if (batch.differences.length > 0) throw new Error(`A status is wrong: ${JSON.stringify(batch.differences[0])}`);
  }
  const middle = median(rates);
  console.log(
    `\n${table(
      ["what", "apps", "answers after ms", "per second", "each", "of what the limits allow", "to PostgreSQL"],
      [
        [
          "handed over",
          String(APPS),
          String(ANSWERS_AFTER_MS),
          Math.round(middle).toString(),
          rates.map((rate) => rate.toFixed(0)).join(", "),
          `${Math.round((middle / ((APPS * OF_ONE_APP * 1_000) / ANSWERS_AFTER_MS)) * 100)} %`,
          `${(middle / median(alone)).toFixed(2)} ×`,
        ],
        [
          "PostgreSQL alone, a durable statement each",
          "",
          "",
          median(alone).toFixed(0),
          alone.map((rate) => rate.toFixed(0)).join(", "),
          "",
          "1.00 ×",
        ],
      ],
    )}\n\n${total} messages, each asked for once; at most ${most} requests of one app at once; ${checked} statuses agree with their events.`,
  );
} finally {
  await closeDatabase();
  await stack.stop();
  provider.close();
}
