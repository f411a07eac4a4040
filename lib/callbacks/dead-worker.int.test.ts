import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { writeCallbacks } from "@/lib/messages/outbox";
import { newMessageId } from "@/lib/messages/store";
import { pool, prisma, transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { type Receiver, startReceiver } from "@/scripts/testing/receiver";
import { deliver } from "./deliver";
import { claimDue, giveBackCallbacksOf } from "./store-claim";

/** Callbacks of a worker that died, and of one whose clock is wrong. */
onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

const ROOM = { free: 100, lanes: [], elsewhere: { well: 100, failing: 8 } };
let appId: string;
let receiver: Receiver;
beforeAll(async () => {
  const app = await createApp(prisma(), { name: "Shop", environment: "sandbox", defaultSender: "Tidings" });
  appId = app.id;
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  vi.useRealTimers();
  await receiver.close();
  await pool().query("DELETE FROM callbacks");
});

const given = async (count: number) => {
  const rows = Array.from({ length: count }, (_, index) => ({
    message_id: newMessageId().id,
    sequence: 1,
    id: newId(),
    app_id: appId,
    url: `${receiver.url}/hook`,
    body: `{"n":${index}}`,
  }));
  await transaction((sql) => writeCallbacks(sql, rows));
  return rows.map(({ id }) => id);
};
const claim = async (worker: string, free = 100) =>
  (await claimDue(pool(), { ...ROOM, free }, worker)).claimed.map(({ id }) => id).sort();
const giveBack = (worker: string) => transaction((sql) => giveBackCallbacksOf(sql, [worker]));

test("what a worker that died was at is tried by another at once, and nothing else is", async () => {
  const ids = await given(3);
  const [dead, alive, heir] = [newId(), newId(), newId()];
  const lost = await claim(dead, 2);
  const kept = await claim(alive);
  expect([...lost, ...kept].sort()).toEqual(ids);
  expect(await claim(heir)).toEqual([]);
  await giveBack(dead);
  expect(await claim(heir)).toEqual(lost);
  await giveBack(dead);
  expect(await claim(newId())).toEqual([]);
});

test("what has been tried waits for its time, whoever dies", async () => {
  receiver.answer = (_arrived, response) => response.writeHead(500).end();
  await given(1);
  const worker = newId();
  const [row] = (await claimDue(pool(), ROOM, worker)).claimed;
  if (!row) throw new Error("None is due.");
  await deliver(row);
  await giveBack(worker);
  expect(await claim(newId())).toEqual([]);
});

test("a worker whose clock is an hour off dates what it posts by PostgreSQL's", async () => {
  await given(1);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
  const [row] = (await claimDue(pool(), ROOM)).claimed;
  if (!row) throw new Error("None is due.");
  await deliver(row);
  vi.useRealTimers();
  const stamp = Number(receiver.arrived[0]?.headers["webhook-timestamp"]);
  expect(Math.abs(stamp - Date.now() / 1_000)).toBeLessThan(60);
});
