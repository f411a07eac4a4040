import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { pool, prisma, transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Lookout } from "@/lib/platform/lookout";
import { freePort } from "@/scripts/testing/free-port";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { type StubbornRoutee, startStubbornRoutee } from "@/scripts/testing/stubborn-routee";
import type { Message } from "./contract";
import { handOverRow, loseRequestsOf } from "./hand-over";
import { startHandOverDispatcher } from "./hand-over-dispatcher";
import { claimHandOvers, giveBackClaim } from "./hand-over-store";
import { readMessage } from "./read-message";
import { MESSAGE, readMessageRow } from "./store";
import { dueIn } from "./testing/due-in";
import { givenMessage, givenOwner } from "./testing/given";

/** Everything that is due goes to Routee once, whoever looks for it. */
const PORT = await freePort();
onTestDatabase({ SANDBOX_URL: `http://127.0.0.1:${PORT}` });

let owner: { accountId: string; appId: string };
let routee: StubbornRoutee;
const running: Lookout[] = [];
beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  routee = await startStubbornRoutee(PORT);
  const app = await createApp(prisma(), { name: "Shop", environment: "sandbox", defaultSender: "Tidings" });
  owner = { ...owner, appId: app.id };
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  await routee.close();
});

const start = () => {
  const one = startHandOverDispatcher(newId());
  running.push(one);
  return one;
};
const many = (count: number, appId = owner.appId) =>
  Promise.all(Array.from({ length: count }, () => givenMessage({ ...owner, appId })));
const labels = () => routee.taken.map(({ label }) => label).sort();
const idsOf = (messages: readonly Message[]) => messages.map(({ id }) => id).sort();
const claimsOf = (messages: readonly Message[], worker: string | null) =>
  messages.map(({ id }) => ({ id, worker, attempts: 0 }));
const statesOf = async (messages: readonly Message[]) => {
  const found = await pool().query<{ hand_over: string; status: string }>(
    `SELECT DISTINCT hand_over, status FROM ${MESSAGE} WHERE id = ANY($1)`,
    [idsOf(messages)],
  );
  return found.rows;
};

test("two of them send each message once, of several apps", async () => {
  const other = await createApp(prisma(), { name: "Other", environment: "sandbox", defaultSender: "Tidings" });
  const messages = [...(await many(120)), ...(await many(60, other.id))];
  start();
  start();
  await expect.poll(() => statesOf(messages)).toEqual([{ hand_over: "settled", status: "Queued" }]);
  expect(labels()).toEqual(idsOf(messages));
});

test("an app that does not get through keeps no other waiting", async () => {
  const slow = await createApp(prisma(), { name: "Slow", environment: "sandbox", defaultSender: "Slow" });
  const usual = routee.on.sms;
  const held: (() => void)[] = [];
  routee.on.sms = (request, response, body) => {
    const answer = () => usual(request, response, body);
    if ((JSON.parse(body) as { from: string }).from === "Slow") held.push(answer);
    else answer();
  };
  const stuck = await many(200, slow.id);
  const messages = await many(40);
  start();
  await expect.poll(() => statesOf(messages)).toEqual([{ hand_over: "settled", status: "Queued" }]);
  // The client's limit for one app.
  expect(held).toHaveLength(16);
  routee.on.sms = usual;
  for (const answer of held) answer();
  await expect.poll(() => statesOf(stuck)).toEqual([{ hand_over: "settled", status: "Queued" }]);
  expect(labels()).toEqual(idsOf([...stuck, ...messages]));
});

test("stopping waits for what is under way", async () => {
  const usual = routee.on.sms;
  const held: (() => void)[] = [];
  routee.on.sms = (...exchange) => held.push(() => usual(...exchange));
  const [message] = await many(1);
  if (!message) throw new Error("There is no message.");
  const dispatcher = start();
  await expect.poll(() => held.length).toBe(1);
  const stopped = dispatcher.stop().then(() => "stopped");
  expect(await Promise.race([stopped, new Promise((go) => setImmediate(() => go("waits")))])).toBe("waits");
  held[0]?.();
  await stopped;
  expect((await readMessage(message.id))?.status).toBe("Queued");
});

test("a fault of ours is told, once, and tried again later", async () => {
  await pool().query("UPDATE apps SET application_secret = 'v1.nonsense.a.b' WHERE id = $1", [owner.appId]);
  const [message] = await many(1);
  if (!message) throw new Error("There is no message.");
  start();
  const reasons = async () => (await readMessage(message.id))?.events.map(({ reason }) => reason?.detailedStatus);
  await expect.poll(reasons).toEqual([undefined, "Fault in Tidings"]);
  await expect.poll(() => dueIn(message)).toBeGreaterThan(50);
  await pool().query("UPDATE messages SET hand_over_at = now() WHERE id = $1", [message.id]);
  await expect.poll(() => dueIn(message)).toBeGreaterThan(50);
  expect(await reasons()).toEqual([undefined, "Fault in Tidings"]);
  expect(routee.taken).toEqual([]);
});

describe("a claim", () => {
  test("is given to one", async () => {
    const messages = await many(10);
    const workers = [newId(), newId(), newId()];
    const claims = await Promise.all(workers.map((worker) => claimHandOvers(pool(), claimsOf(messages, worker))));
    expect(claims.flatMap((claim) => [...claim.keys()]).sort()).toEqual(idsOf(messages));
    expect(new Set(claims.flatMap((claim) => [...claim.values()]))).toEqual(new Set([1]));
  });

  test("is not given for an app that was archived meanwhile", async () => {
    const messages = await many(1);
    await pool().query("UPDATE apps SET archived_at = now() WHERE id = $1", [owner.appId]);
    expect(await claimHandOvers(pool(), claimsOf(messages, null))).toEqual(new Map());
  });

  test("of another worker stands, whatever one that read the message before finds", async () => {
    const [message] = await many(1);
    const row = message && (await readMessageRow(pool(), message.id));
    if (!row) throw new Error("There is no message.");
    await claimHandOvers(pool(), claimsOf([message], newId()));
    await pool().query("UPDATE apps SET archived_at = now() WHERE id = $1", [owner.appId]);
    await handOverRow(row, { worker: newId(), wanted: () => true });
    expect((await readMessage(message.id))?.events).toHaveLength(1);
    expect(await statesOf([message])).toEqual([{ hand_over: "requested", status: "Accepted" }]);
  });

  test("is given back by who had it, and by nobody else", async () => {
    const [message] = await many(1);
    if (!message) throw new Error("There is no message.");
    const worker = newId();
    await claimHandOvers(pool(), claimsOf([message], worker));
    await giveBackClaim(pool(), message.id, newId());
    expect(await dueIn(message)).toBeNaN();
    await giveBackClaim(pool(), message.id, worker);
    expect(await claimHandOvers(pool(), claimsOf([message], worker))).toEqual(new Map([[message.id, 1]]));
  });

  test("of a worker that died is a lost answer; the others' stand", async () => {
    const [one, two] = await many(2);
    if (!one || !two) throw new Error("There are no messages.");
    const [dead, alive] = [newId(), newId()];
    await claimHandOvers(pool(), claimsOf([one], dead));
    await claimHandOvers(pool(), claimsOf([two], alive));
    await transaction((sql) => loseRequestsOf(sql, [dead]));
    expect((await readMessage(one.id))?.reason?.detailedStatus).toBe("Answer lost");
    expect(await statesOf([two])).toEqual([{ hand_over: "requested", status: "Accepted" }]);
  });
});
