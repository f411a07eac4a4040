import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import type { Message } from "@/lib/messages/contract";
import { recordObservations } from "@/lib/messages/record-observations";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { pool, prisma, transaction } from "@/lib/platform/database";
import type { Lookout } from "@/lib/platform/lookout";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { type Receiver, startReceiver } from "@/scripts/testing/receiver";
import { startDispatcher } from "./dispatcher";
import { pauseEndpoint, resumeEndpoint } from "./endpoints";
import { replayCallbacks } from "./replay-callbacks";
import { readForAttempt, writeAttempts } from "./store";
import { claimDue } from "./store-claim";
import { takeTurns } from "./store-turns";

/** Many callbacks at once: whose turn it is, and who waits for whom. */
onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

let owner: { accountId: string; appId: string };
let receiver: Receiver;
let dispatchers: Lookout[] = [];
beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  receiver = await startReceiver();
  await anotherApp();
});
afterEach(async () => {
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
  dispatchers = [];
  await receiver.close();
  await pool().query("DELETE FROM callbacks");
  await pool().query("DELETE FROM callback_attempts");
  await pool().query("DELETE FROM callback_endpoints");
});

async function anotherApp(): Promise<void> {
  const app = await createApp(prisma(), { name: "Shop", environment: "sandbox", defaultSender: "Tidings" });
  owner = { ...owner, appId: app.id };
}
const start = () => dispatchers.push(startDispatcher());
const given = (path = "/hook", base = receiver.url) =>
  givenMessage(owner, { callback: { url: `${base}${path}`, strategy: "OnChange" } });
let second = 0;
async function report(messages: readonly Message[], status: string): Promise<void> {
  second += 1;
  const at = new Date(Date.UTC(2026, 2, 2, 9, 0, second)).toISOString();
  await transaction((sql) =>
    recordObservations(
      sql,
      messages.map(({ id: messageId }) => ({
        messageId,
        source: "receipt" as const,
        receivedAt: at,
        observation: { origin: "report" as const, status, at, segment: 1, parts: 1 },
      })),
    ),
  );
}
const rowsOf = async ({ id }: Message) =>
  (
    await pool().query<{ id: string; sequence: number; status: string; timed: boolean }>(
      "SELECT id, sequence, status, next_attempt_at IS NOT NULL AS timed FROM callbacks WHERE message_id = $1 ORDER BY sequence",
      [id],
    )
  ).rows;
const open = async () =>
  (await pool().query("SELECT FROM callbacks WHERE status = 'pending' AND url LIKE '%/hook'")).rowCount;
const ROOM = { free: 100, lanes: [], elsewhere: { well: 100, failing: 1 } };

describe("turns", () => {
  test("only the first pending callback of a message has a time; who ends it gives the next one its own", async () => {
    const message = await given();
    for (const status of ["Queued", "Sent", "Delivered"]) await report([message], status);
    expect((await rowsOf(message)).map(({ timed }) => timed)).toEqual([true, false, false]);
    start();
    await expect.poll(open).toBe(0);
    const told = receiver.arrived.map(({ body }) => (JSON.parse(body) as { status: { name: string } }).status.name);
    expect(told).toEqual(["Queued", "Sent", "Delivered"]);
  });

  test("a callback that is written while the one before it ends is not forgotten", async () => {
    for (const outboxFirst of [true, false]) {
      const message = await given();
      await report([message], "Queued");
      const [first] = (await claimDue(pool(), ROOM)).claimed;
      if (!first) throw new Error("None is due.");
      const attempt = { at: new Date(), trigger: "auto" as const, accountId: null, durationMs: 1 };
      const end = () =>
        transaction(async (sql) => {
          await writeAttempts(sql, [
            {
              row: first,
              attempt: { ...attempt, httpStatus: 200, problem: null, responseExcerpt: null },
              next: "delivered",
            },
          ]);
          await takeTurns(sql, [first.message_id]);
          if (!outboxFirst) await committed();
        });
      const other = () => (outboxFirst ? end() : report([message], "Sent"));
      let waiting: Promise<void> | undefined;
      // Begins the other one, which has to wait for the first to be committed.
      const committed = async () => {
        waiting = other();
        await expect
          .poll(
            async () => (await pool().query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'")).rowCount,
          )
          .toBe(1);
      };
      if (outboxFirst)
        await transaction(async (sql) => {
          await recordObservations(sql, [
            {
              messageId: message.id,
              source: "receipt",
              receivedAt: new Date().toISOString(),
              observation: {
                origin: "report",
                status: "Sent",
                at: new Date().toISOString(),
                segment: 1,
                parts: 1,
              },
            },
          ]);
          await committed();
        });
      else await end();
      await waiting;
      expect(await rowsOf(message)).toMatchObject([{ status: "delivered" }, { status: "pending", timed: true }]);
      await pool().query("DELETE FROM callbacks");
    }
  });

  test("replay, pause and resume keep the order, and leave nobody waiting for ever", async () => {
    const messages = await Promise.all(Array.from({ length: 20 }, () => given()));
    await pauseEndpoint(owner.appId, `${receiver.url}/hook`);
    for (const status of ["Queued", "Sent", "Delivered"]) await report(messages, status);
    expect(await open()).toBe(0);
    await resumeEndpoint(owner.appId, { url: `${receiver.url}/hook`, deliver: "all" });
    const timed = await pool().query("SELECT FROM callbacks WHERE status = 'pending' AND next_attempt_at IS NOT NULL");
    expect(timed.rowCount).toBe(20);
    start();
    await expect.poll(open).toBe(0);
    const from = new Date(Date.now() - 60_000).toISOString();
    const until = new Date(Date.now() + 60_000).toISOString();
    await replayCallbacks({ appId: owner.appId, from, until, only: "all" }, owner.accountId);
    await expect.poll(open).toBe(0);
    expect(receiver.arrived).toHaveLength(120);
    for (const message of messages) {
      const ids = (await rowsOf(message)).map(({ id }) => id);
      const came = receiver.arrived
        .map(({ headers }) => String(headers["webhook-id"]))
        .filter((id) => ids.includes(id));
      expect(came).toEqual([...ids, ...ids]);
    }
  });

  test("an earlier one that is held lets the later ones of another address pass", async () => {
    const app = (url: string) =>
      prisma().app.update({
        where: { id: owner.appId },
        data: { defaultCallbackUrl: url, defaultCallbackStrategy: "OnChange" },
      });
    await app(`${receiver.url}/old`);
    const message = await givenMessage(owner);
    await report([message], "Queued");
    await app(`${receiver.url}/hook`);
    await report([message], "Sent");
    await pauseEndpoint(owner.appId, `${receiver.url}/old`);
    expect(await rowsOf(message)).toMatchObject([{ status: "held" }, { status: "pending", timed: true }]);
  });
});

describe("many at once", () => {
  test("go to two processes, and none is posted twice or out of order", async () => {
    const messages = await Promise.all(Array.from({ length: 60 }, () => given()));
    for (const status of ["Queued", "Sent", "Delivered"]) await report(messages, status);
    start();
    start();
    await expect.poll(open).toBe(0);
    expect(receiver.arrived).toHaveLength(180);
    expect(new Set(receiver.arrived.map(({ headers }) => headers["webhook-id"])).size).toBe(180);
    const attempts = await pool().query("SELECT FROM callback_attempts WHERE attempt > 1");
    expect(attempts.rowCount).toBe(0);
  });

  test("an attempt that cannot be written leaves those beside it alone", async () => {
    const messages = await Promise.all(Array.from({ length: 10 }, () => given()));
    await report(messages, "Sent");
    const [bad] = messages;
    // Its row refuses to change.
    await pool().query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF new.message_id = '${bad?.id}' THEN RAISE 'no'; END IF; RETURN new; END $$`,
    );
    await pool().query(
      "CREATE TRIGGER refuse BEFORE INSERT ON callback_attempts FOR EACH ROW EXECUTE FUNCTION refuse()",
    );
    try {
      start();
      await expect.poll(open).toBe(1);
      expect(receiver.arrived).toHaveLength(10);
    } finally {
      await pool().query("DROP FUNCTION refuse CASCADE");
    }
  });

  test("addresses that fail take few places, and their neighbours at the same host are not kept waiting", async () => {
    const waiting: (() => void)[] = [];
    receiver.answer = ({ path }, response) => {
      if (path === "/hook") response.end();
      else waiting.push(() => response.writeHead(500).end());
    };
    const failing = await Promise.all(Array.from({ length: 40 }, () => given("/failing")));
    await report(failing, "Sent");
    await pool().query(
      "INSERT INTO callback_endpoints (app_id, url, failing_since, problem) VALUES ($1, $2, now(), 'It fails.')",
      [owner.appId, `${receiver.url}/failing`],
    );
    start();
    await expect.poll(() => waiting.length).toBe(8);
    const well = await Promise.all(Array.from({ length: 60 }, () => given()));
    await report(well, "Sent");
    dispatchers[0]?.wake();
    await expect.poll(open).toBe(0);
    expect(waiting).toHaveLength(8);
    receiver.answer = (_, response) => response.writeHead(500).end();
    for (const release of waiting) release();
  });

  test("a backlog for an address that fails is not read again and again, and goes on when it is well", async () => {
    const failing = await Promise.all(Array.from({ length: 30 }, () => given("/failing")));
    await report(failing, "Sent");
    await pool().query(
      "INSERT INTO callback_endpoints (app_id, url, failing_since, problem) VALUES ($1, $2, now(), 'It fails.')",
      [owner.appId, `${receiver.url}/failing`],
    );
    const well = await given();
    await report([well], "Sent");
    await pool().query("UPDATE callbacks SET next_attempt_at = now() - interval '1 second' WHERE url LIKE '%/failing'");
    const room = { free: 100, lanes: [], elsewhere: { well: 10, failing: 2 } };
    const taken: string[] = [];
    for (let look = 0; look < 4; look += 1) {
      const { claimed } = await claimDue(pool(), room);
      taken.push(...claimed.map(({ url }) => url.replace(receiver.url, "")));
    }
    // The one that is well is found behind 30 that fail, though a look reads no more than 10.
    expect(taken).toContain("/hook");
    const marked = await pool().query("SELECT FROM callbacks WHERE failing");
    expect(marked.rowCount).toBe(30);
    await pool().query("DELETE FROM callback_endpoints");
    const { claimed } = await claimDue(pool(), room);
    expect(claimed.map(({ url }) => url.endsWith("/failing"))).toEqual(Array.from({ length: 10 }, () => true));
  });

  test("are found by the index of their lanes, in every month there is", async () => {
    const months = await pool().query<{ month: string; indexed: boolean }>(
      `SELECT c.relname AS month, EXISTS (SELECT FROM pg_indexes x WHERE x.tablename = c.relname
         AND x.indexdef LIKE '%split_part(url, ''/''::text, 3), failing, next_attempt_at) WHERE (status = ''pending''%') AS indexed
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'callbacks'::regclass`,
    );
    expect(months.rows.length).toBeGreaterThan(1);
    expect(months.rows.filter(({ indexed }) => !indexed)).toEqual([]);
    await pool().query("SELECT ensure_message_partitions(now() + interval '20 months', 0)");
    const later = await pool().query(
      `SELECT FROM pg_index x JOIN pg_inherits i ON i.inhrelid = x.indexrelid
       JOIN pg_class parent ON parent.oid = i.inhparent WHERE parent.relname = 'callbacks_lane'`,
    );
    const all = await pool().query("SELECT FROM pg_inherits WHERE inhparent = 'callbacks'::regclass");
    expect(later.rowCount).toBe(all.rowCount);
  });

  test("apps whose receivers hang leave room for the next app", async () => {
    const hanging = await startReceiver();
    const held: (() => void)[] = [];
    hanging.answer = (_, response) => held.push(() => response.end());
    try {
      for (let app = 0; app < 12; app += 1) {
        await anotherApp();
        await report(await Promise.all(Array.from({ length: 20 }, () => given("/hanging", hanging.url))), "Sent");
      }
      start();
      await expect.poll(() => held.length).toBe(12 * 16);
      await anotherApp();
      const messages = await Promise.all(Array.from({ length: 20 }, () => given("/hook", hanging.url)));
      hanging.answer = ({ path }, response) => (path === "/hook" ? response.end() : held.push(() => response.end()));
      await report(messages, "Sent");
      dispatchers[0]?.wake();
      await expect.poll(open).toBe(0);
    } finally {
      hanging.answer = (_, response) => response.end();
      for (const release of held) release();
      await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
      await hanging.close();
    }
  });
});

test("a callback that a person asks for while it is under way is written down twice", async () => {
  const message = await given();
  await report([message], "Sent");
  const [row] = (await claimDue(pool(), ROOM)).claimed;
  const asked = row && (await readForAttempt(pool(), row.id));
  if (!row || !asked) throw new Error("None is due.");
  const { deliver } = await import("./deliver");
  await Promise.all([deliver(row), deliver(asked, { asked: { accountId: owner.accountId } })]);
  const attempts = await pool().query("SELECT trigger FROM callback_attempts WHERE message_id = $1 ORDER BY trigger", [
    message.id,
  ]);
  expect(attempts.rows).toEqual([{ trigger: "auto" }, { trigger: "manual" }]);
  expect(await rowsOf(message)).toMatchObject([{ status: "delivered" }]);
});
