import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { pool, prisma } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { ingestReceipt } from "@/lib/receipts/ingest-receipt";
import { freePort } from "@/scripts/testing/free-port";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import {
  type Behaviour,
  notTaking,
  type StubbornRoutee,
  startStubbornRoutee,
  stayMute,
} from "@/scripts/testing/stubborn-routee";
import { afterFault, handOver, handOverRow, type Requester } from "./hand-over";
import { startHandOverDispatcher } from "./hand-over-dispatcher";
import { claim } from "./hand-over-groups";
import { receiptToken } from "./receipt-token";
import { resolveLost } from "./resolve-lost";
import { type MessageRow, readMessageRow } from "./store";
import { givenMessage, givenOwner } from "./testing/given";

/** What others do to a message while a hand-over or a search of it is under way. */

const PORT = await freePort();
onTestDatabase({ SANDBOX_URL: `http://127.0.0.1:${PORT}`, ROUTEE_TIMEOUT_MS: "2500" });

let owner: { accountId: string; appId: string };
let routee: StubbornRoutee;
beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  routee = await startStubbornRoutee(PORT);
  // Each has a circuit of its own.
  const app = await createApp(prisma(), { name: newId(), environment: "sandbox", defaultSender: "Tidings" });
  owner = { ...owner, appId: app.id };
  return () => routee.close();
});

const read = async (id: string): Promise<MessageRow> => {
  const row = await readMessageRow(pool(), id);
  if (!row) throw new Error(`There is no message ${id}.`);
  return row;
};
const worker = (): Requester => ({ worker: newId(), wanted: () => true });
/** Answers when it is told to. */
function held(behaviour: Behaviour): { behaviour: Behaviour; asked: () => boolean; go: () => void } {
  const waiting: (() => void)[] = [];
  return {
    behaviour: (...args) => void waiting.push(() => void behaviour(...args)),
    asked: () => waiting.length > 0,
    go: () => waiting.shift()?.(),
  };
}
const answering =
  (status: number, body: object): Behaviour =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json", "retry-after": "5" });
    response.end(JSON.stringify(body));
  };

test("a fault of one worker leaves another's request alone", async () => {
  const { id } = await givenMessage(owner);
  const [mine, theirs] = [worker(), worker()];
  const stale = await read(id);
  const busy = held(answering(429, { code: "429000000" }));
  routee.on.sms = notTaking(routee, busy.behaviour);
  const request = handOverRow(await read(id), theirs);
  await expect.poll(busy.asked).toBe(true);
  await afterFault(stale, mine.worker);
  busy.go();
  await request;
  // Certainly not taken, so that it is tried again.
  expect(await read(id)).toMatchObject({ hand_over: "pending", hand_over_attempts: 1, final: false });
});

test("what another worker tried and put off is not taken by who read it before", async () => {
  const { id } = await givenMessage(owner);
  const stale = await read(id);
  routee.on.sms = notTaking(routee, answering(429, { code: "429000000" }));
  await handOverRow(await read(id), worker());
  const asked = held(stayMute);
  routee.on.sms = asked.behaviour;
  await handOverRow(stale, worker());
  expect(asked.asked()).toBe(false);
  expect(await read(id)).toMatchObject({ hand_over: "pending", hand_over_attempts: 1 });
});

test.each([
  ["does not get through", 500],
  ["is told that its credentials are wrong", 401],
])("one that %s before it has claimed anything leaves another's request alone", async (_, status) => {
  const { id } = await givenMessage(owner);
  const [stale, theirs] = [await read(id), newId()];
  routee.on.token = answering(status, { error: "unauthorized" });
  await claim({ id, worker: theirs, attempts: 0 });
  await handOverRow(stale, worker());
  expect(await read(id)).toMatchObject({ hand_over: "requested", hand_over_attempts: 1, final: false, sequence: 1 });
});

test("Routee's answer is kept although the app's circuit cannot be told", async () => {
  const { id } = await givenMessage(owner);
  await pool().query(
    "INSERT INTO provider_circuits (app_id, failures, last_failure_at, problem) VALUES ($1, 1, now(), 'Before.')",
    [owner.appId],
  );
  await pool().query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'ended' USING ERRCODE = '57P01'; END $$`,
  );
  await pool().query("CREATE TRIGGER refuse BEFORE DELETE ON provider_circuits FOR EACH ROW EXECUTE FUNCTION refuse()");
  try {
    await handOverRow(await read(id), worker());
  } finally {
    await pool().query("DROP FUNCTION refuse CASCADE");
  }
  expect(routee.taken).toHaveLength(1);
  expect(await read(id)).toMatchObject({ hand_over: "settled", status: "Queued" });
});

test("what waits for its turn while the app's circuit opens is not sent into the outage", async () => {
  for (let i = 0; i < 48; i += 1) await givenMessage(owner);
  let asked = 0;
  routee.on.sms = () => {
    asked += 1;
  };
  const dispatcher = startHandOverDispatcher(newId());
  // The first 16 get no answer, which opens it, while the next 16 have begun; all had leave before.
  const open = () =>
    pool()
      .query("SELECT FROM provider_circuits WHERE app_id = $1 AND opened_at IS NOT NULL", [owner.appId])
      .then(({ rowCount }) => rowCount);
  await expect.poll(open).toBe(1);
  const waits = () =>
    pool()
      .query(
        "SELECT FROM messages WHERE app_id = $1 AND hand_over = 'pending' AND hand_over_at > now() + interval '1 second'",
        [owner.appId],
      )
      .then(({ rowCount }) => rowCount);
  await expect.poll(waits).toBeGreaterThan(0);
  await dispatcher.stop();
  // And perhaps a trial or two.
  expect(asked).toBeLessThan(40);
});

describe("a worker that is told to stop", () => {
  test("begins no more requests, and leaves what waited as it was", async () => {
    const messages = await Promise.all(Array.from({ length: 40 }, () => givenMessage(owner)));
    let asked = 0;
    routee.on.sms = () => {
      asked += 1;
    };
    const dispatcher = startHandOverDispatcher(newId());
    await expect.poll(() => asked).toBe(16);
    await dispatcher.stop();
    expect(asked).toBe(16);
    const rows = await Promise.all(messages.map(({ id }) => read(id)));
    expect(rows.filter((row) => row.hand_over === "pending" && row.hand_over_attempts === 0)).toHaveLength(24);
    expect(rows.filter((row) => row.hand_over === "lost")).toHaveLength(16);
  });
});

test("the last search for a lost answer ends nothing that a receipt has settled meanwhile", async () => {
  const { id } = await givenMessage(owner);
  routee.on.sms = stayMute;
  await handOver(id);
  expect(await read(id)).toMatchObject({ hand_over: "lost" });
  const search = held(answering(200, { content: [], last: true, totalPages: 0, number: 0, size: 200 }));
  routee.on.search = search.behaviour;
  const last = resolveLost(id, 6);
  await expect.poll(search.asked).toBe(true);
  const at = new Date().toISOString();
  const body = { messageId: "t-1", smsId: "s-1", part: 1, parts: 1, status: { name: "Sent", updatedDate: at } };
  await ingestReceipt({
    token: receiptToken(id),
    remoteAddress: null,
    receivedAt: at,
    body: JSON.stringify(body),
  });
  search.go();
  await last;
  expect(await read(id)).toMatchObject({ hand_over: "settled", status: "Sent", final: false });
  expect((await pool().query("SELECT FROM follow_ups WHERE message_id = $1", [id])).rowCount).toBe(1);
});
