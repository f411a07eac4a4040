import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { cancelMessage } from "@/lib/messages/cancel-message";
import { checkStatuses } from "@/lib/messages/check-statuses";
import { handOver } from "@/lib/messages/hand-over";
import { dueHandOvers } from "@/lib/messages/hand-over-store";
import { listMessages } from "@/lib/messages/list-messages";
import { readMessage } from "@/lib/messages/read-message";
import { MESSAGE } from "@/lib/messages/store";
import { dueIn } from "@/lib/messages/testing/due-in";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { pool, prisma, transaction } from "@/lib/platform/database";
import { freePort } from "@/scripts/testing/free-port";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { notTaking, type StubbornRoutee, startStubbornRoutee } from "@/scripts/testing/stubborn-routee";
import { cancelBatch, pauseBatch, resumeBatch } from "./change-state";
import { beginDue, finishDue } from "./finish";
import { total } from "./progress";
import { readBatch } from "./read-batch";
import { releaseAll, releaseFor, WINDOW } from "./release";
import { givenBatch, numbers, release } from "./testing/given-batch";

const PORT = await freePort();
onTestDatabase({ SANDBOX_URL: `http://127.0.0.1:${PORT}`, CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

let account: string;
let owner: { accountId: string; appId: string };
let routee: StubbornRoutee;
beforeAll(async () => {
  account = (await givenOwner()).accountId;
});
beforeEach(async () => {
  const app = await createApp(prisma(), { name: "App", environment: "sandbox", defaultSender: "Tidings" });
  owner = { accountId: account, appId: app.id };
  routee = await startStubbornRoutee(PORT);
  return () => routee.close();
});

const made = async (id: string) =>
  (
    await pool().query<{ id: string; to: string; hand_over: string; status: string }>(
      `SELECT m.id, m."to", m.hand_over, s.status FROM ${MESSAGE} WHERE m.batch_id = $1 ORDER BY m.id`,
      [id],
    )
  ).rows;
const waiting = async (id: string) =>
  Number(
    (await pool().query<{ n: string }>("SELECT count(*) AS n FROM batch_recipients WHERE batch_id = $1", [id])).rows[0]
      ?.n,
  );
const firstOf = async (id: string) => (await made(id))[0]?.id ?? "";
const settleAll = (id: string, status = "Delivered") =>
  pool().query(
    `WITH settled AS (UPDATE messages SET hand_over = 'settled' WHERE batch_id = $1)
     UPDATE message_states SET status = $2, final = true WHERE batch_id = $1`,
    [id, status],
  );

describe("releasing", () => {
  test("makes messages of recipients, in their order, with what the batch says", async () => {
    const { id } = await givenBatch(owner, { recipients: numbers(5), label: "t-1", ttl: 60, flash: true });
    expect(await release(owner.appId, 3)).toBe(3);
    expect((await made(id)).map(({ to }) => to)).toEqual(numbers(3).map(({ to }) => to));
    expect(await waiting(id)).toBe(2);
    expect(await release(owner.appId)).toBe(2);
    expect(await release(owner.appId)).toBe(0);
    const page = await listMessages({ batchId: id, limit: 100 });
    expect(page.data).toHaveLength(5);
    expect(page.data[0]).toMatchObject({ label: "t-1", ttl: 60, flash: true, from: "Tidings", status: "Accepted" });
    const message = await readMessage(page.data[0]?.id ?? "");
    expect(message?.batch).toEqual({ id, name: null });
    expect(message?.events[0]?.payload).toMatchObject({ batchId: id, accountId: account });
    for (const one of page.data) expect(await dueIn(one)).toBeLessThanOrEqual(0.001);
  });

  test("many releasers at once make each message once", async () => {
    const { id } = await givenBatch(owner, { recipients: numbers(200) });
    while ((await waiting(id)) > 0) await Promise.all([1, 2, 3, 4].map(() => release(owner.appId, 7)));
    const to = (await made(id)).map((message) => message.to);
    expect(to.sort()).toEqual(numbers(200).map((one) => one.to));
  });

  test("a transaction that dies releases nobody", async () => {
    const { id } = await givenBatch(owner);
    const dying = transaction(async (sql) => {
      expect(await releaseFor(sql, owner.appId)).toBe(10);
      throw new Error("dies");
    });
    await expect(dying).rejects.toThrow("dies");
    expect([await waiting(id), (await made(id)).length]).toEqual([10, 0]);
    expect(await release(owner.appId)).toBe(10);
  });

  test("keeps a window, and fills it as messages leave", async () => {
    const { id } = await givenBatch(owner, { recipients: numbers(WINDOW + 20) });
    while ((await release(owner.appId)) > 0);
    expect((await made(id)).length).toBe(WINDOW);
    const [first] = await made(id);
    await handOver(first?.id ?? "");
    expect(await release(owner.appId)).toBe(1);
  });

  test("takes no more than there is room for, however PostgreSQL plans it", async () => {
    const { id } = await givenBatch(owner, { recipients: numbers(40) });
    await transaction(async (sql) => {
      // As it does when it takes the recipients for fewer than they are.
      for (const way of ["hashjoin", "mergejoin", "hashagg", "sort", "material"])
        await sql.query(`SET LOCAL enable_${way} = off`);
      expect(await releaseFor(sql, owner.appId, 4)).toBe(4);
    });
    expect([await waiting(id), (await made(id)).map(({ to }) => to)]).toEqual([36, numbers(4).map(({ to }) => to)]);
  });

  test("several batches share the room, and another app has its own", async () => {
    const [one, two] = [await givenBatch(owner), await givenBatch(owner)];
    const app = await createApp(prisma(), { name: "Other", environment: "sandbox", defaultSender: "Tidings" });
    const other = await givenBatch({ ...owner, appId: app.id });
    expect(await release(owner.appId, 4)).toBe(4);
    expect([(await made(one.id)).length, (await made(two.id)).length]).toEqual([2, 2]);
    await releaseAll();
    expect((await made(other.id)).length).toBe(10);
  });

  test("messages sent on their own pass those of a batch", async () => {
    const { id } = await givenBatch(owner, { recipients: numbers(1) });
    await release(owner.appId);
    const single = await givenMessage(owner);
    await pool().query("UPDATE messages SET hand_over_at = now() - interval '1 second' WHERE batch_id = $1", [id]);
    await pool().query("UPDATE messages SET hand_over_at = now() - interval '1 millisecond' WHERE id = $1", [
      single.id,
    ]);
    const due = async (room: number) =>
      (await dueHandOvers(pool(), { busy: [], room, limit: 1_000 }, []))
        .filter(({ app_id }) => app_id === owner.appId)
        .map((message) => message.id)
        .sort();
    expect(await due(1)).toEqual([single.id]);
    expect(await due(9)).toEqual([await firstOf(id), single.id].sort());
  });

  test("a scheduled one begins at its time", async () => {
    const { id } = await givenBatch(owner, { scheduledAt: new Date(Date.now() + 3_600_000).toISOString() });
    await beginDue();
    expect(await release(owner.appId)).toBe(0);
    await pool().query("UPDATE batches SET scheduled_at = now() - interval '1 second' WHERE id = $1", [id]);
    await beginDue();
    expect(await release(owner.appId)).toBe(10);
    expect(await readBatch(id)).toMatchObject({ state: "running", progress: { Accepted: 10 } });
  });
});

describe("pausing", () => {
  test("nothing more is made or handed over, until it goes on", async () => {
    const { id } = await givenBatch(owner);
    await release(owner.appId, 4);
    expect(await pauseBatch(id)).toMatchObject({ state: "paused", progress: { Accepted: 10 } });
    expect(await release(owner.appId)).toBe(0);
    for (const message of await made(id)) await handOver(message.id);
    expect(routee.taken).toHaveLength(0);
    expect(await resumeBatch(id)).toMatchObject({ state: "running" });
    const ids = (await made(id)).map((message) => message.id);
    for (const messageId of ids) expect(await dueIn({ id: messageId })).toBeLessThanOrEqual(0.001);
    for (const messageId of ids) await handOver(messageId);
    expect(routee.taken).toHaveLength(4);
    expect(await release(owner.appId)).toBe(6);
  });

  test("a request that is under way and fails does not come back while it is paused", async () => {
    const { id } = await givenBatch(owner, { recipients: numbers(1) });
    await release(owner.appId);
    let paused: Promise<unknown> | undefined;
    routee.on.sms = notTaking(routee, (_request, response) => {
      paused = pauseBatch(id).finally(() => response.writeHead(429).end());
    });
    await handOver(await firstOf(id));
    await paused;
    expect((await made(id))[0]).toMatchObject({ hand_over: "held", status: "Accepted" });
    await handOver(await firstOf(id));
    expect(routee.taken).toHaveLength(0);
  });

  test("at any moment: each message is either handed over or held", async () => {
    const { id } = await givenBatch(owner, { recipients: numbers(20) });
    await release(owner.appId);
    const ids = (await made(id)).map((message) => message.id);
    await Promise.all([...ids.map((messageId) => handOver(messageId)), pauseBatch(id)]);
    const states = (await made(id)).map(({ hand_over }) => hand_over);
    expect(states.filter((one) => one === "settled").length).toBe(routee.taken.length);
    expect(states.every((one) => one === "settled" || one === "held")).toBe(true);
    await resumeBatch(id);
    for (const messageId of ids) await handOver(messageId);
    expect(routee.taken).toHaveLength(20);
  });

  test("a message that is held can be cancelled alone", async () => {
    const { id } = await givenBatch(owner, { recipients: numbers(1) });
    await release(owner.appId);
    await pauseBatch(id);
    expect(await cancelMessage(await firstOf(id), { accountId: account })).toMatchObject({ status: "Cancelled" });
  });

  test("one that was scheduled waits on when it is resumed", async () => {
    const { id } = await givenBatch(owner, { scheduledAt: new Date(Date.now() + 3_600_000).toISOString() });
    expect(await pauseBatch(id)).toMatchObject({ state: "paused", progress: { Scheduled: 10 } });
    expect(await resumeBatch(id)).toMatchObject({ state: "scheduled" });
  });
});

describe("cancelling", () => {
  test("takes back what has not left, and leaves what has", async () => {
    const { id } = await givenBatch(owner, { callback: { url: "http://127.0.0.1:4999/" } });
    await release(owner.appId, 4);
    await handOver(await firstOf(id));
    const cancelled = await cancelBatch(id, { accountId: account });
    expect(cancelled).toMatchObject({ state: "cancelled", progress: { Queued: 1, Cancelled: 9 }, final: false });
    expect(await waiting(id)).toBe(0);
    for (const message of await made(id)) await handOver(message.id);
    expect(routee.taken).toHaveLength(1);
    expect((await readMessage((await made(id))[1]?.id ?? ""))?.events.at(-1)).toMatchObject({
      status: "Cancelled",
      payload: { accountId: account },
    });
    await expect(resumeBatch(id)).rejects.toMatchObject({ code: "conflict" });
    await expect(pauseBatch(id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("a request that is under way and fails is not made again", async () => {
    const { id } = await givenBatch(owner, { recipients: numbers(1) });
    await release(owner.appId);
    let cancelled: Promise<unknown> | undefined;
    routee.on.sms = notTaking(routee, (_request, response) => {
      cancelled = cancelBatch(id, { accountId: account }).finally(() => response.writeHead(429).end());
    });
    await handOver(await firstOf(id));
    await cancelled;
    expect((await made(id))[0]).toMatchObject({ hand_over: "settled", status: "Cancelled" });
  });

  test("in the middle of everything: all accepted are accounted for", async () => {
    const { id } = await givenBatch(owner, { recipients: numbers(40) });
    await release(owner.appId, 15);
    const ids = (await made(id)).map((message) => message.id);
    await Promise.all([
      ...ids.map((messageId) => handOver(messageId)),
      release(owner.appId, 5),
      cancelBatch(id, { accountId: account }),
    ]);
    const batch = await readBatch(id);
    expect(batch && total(batch.progress)).toBe(40);
    expect(batch?.progress.Queued ?? 0).toBe(routee.taken.length);
    expect(batch?.progress.Cancelled).toBe(40 - routee.taken.length);
    expect((await made(id)).length + (await waiting(id))).toBeLessThanOrEqual(40);
  });
});

describe("the end", () => {
  test("comes when nobody waits and every message has ended; too late for anything then", async () => {
    const { id } = await givenBatch(owner, { recipients: numbers(4) });
    await release(owner.appId, 2);
    await settleAll(id);
    await finishDue();
    expect(await readBatch(id)).toMatchObject({ state: "running", progress: { Accepted: 2, Delivered: 2 } });
    await release(owner.appId);
    await finishDue();
    expect((await readBatch(id))?.finishedAt).toBeNull();
    await settleAll(id);
    await finishDue();
    expect(await readBatch(id)).toMatchObject({
      state: "finished",
      final: true,
      progress: { Delivered: 4 },
      finishedAt: expect.any(String),
    });
    for (const change of [pauseBatch, resumeBatch, cancelBatch])
      await expect(change(id, { accountId: account })).rejects.toMatchObject({ code: "conflict" });
  });

  test("a cancelled one stays cancelled", async () => {
    const { id } = await givenBatch(owner);
    await cancelBatch(id, { accountId: account });
    await finishDue();
    expect(await readBatch(id)).toMatchObject({ state: "cancelled", final: true, finishedAt: expect.any(String) });
  });
});

test("statuses agree with their events", async () => {
  const { id } = await givenBatch(owner);
  await release(owner.appId);
  await cancelBatch(id, { accountId: account });
  const ids = new Set((await made(id)).map((message) => message.id));
  for await (const { differences } of checkStatuses())
    expect(differences.filter(({ messageId }) => ids.has(messageId))).toEqual([]);
});
