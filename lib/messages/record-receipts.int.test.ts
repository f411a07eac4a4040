import { beforeAll, beforeEach, expect, test } from "vitest";
import { pool, transaction } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { checkStatuses } from "./check-statuses";
import type { Message } from "./contract";
import { type StoredFold, unpackFold } from "./fold-codec";
import type { NewEvent, Recorded } from "./fold-events";
import { answerEvent } from "./hand-over-events";
import { readMessage } from "./read-message";
import { recordObservations } from "./record-observations";
import { CHANGED, recordLocked, recordReceipts } from "./record-receipts";
import { lockStates } from "./store";
import { copyOf } from "./testing/copy-of";
import { givenMessage, givenOwner } from "./testing/given";

onTestDatabase();

let owner: { accountId: string; appId: string };
let messages: Message[];
beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  messages = [];
  for (let i = 0; i < 4; i += 1)
    messages.push(
      await givenMessage(owner, {
        body: "α".repeat(200),
        ...(i % 2 === 0 ? {} : { callback: { url: "https://receiver.example/hook", strategy: "OnChange" } }),
      }),
    );
});

const STATUSES = ["Queued", "Sent", "Delivered"];
const receipt = ({ id }: Message, segment: number, status: string): NewEvent => ({
  messageId: id,
  source: "receipt",
  receivedAt: new Date().toISOString(),
  observation: {
    origin: "report",
    status,
    at: `2026-03-02T09:15:0${STATUSES.indexOf(status)}.000Z`,
    segment,
    parts: 3,
    smsId: `sms-${segment}`,
    trackingId: `tracking-${id}`,
  },
  receipt: { body: JSON.stringify({ status, segment }), remoteAddress: null },
});
const answer = ({ id }: Message) =>
  answerEvent(
    id,
    { trackingId: `tracking-${id}`, status: "Queued", createdAt: null, bodyAnalysis: null, raw: {} },
    new Date(),
  );
/** As they are recorded in use: again and under locks where somebody else wrote first. */
async function record(news: NewEvent[]): Promise<(Recorded | null)[]> {
  const results = await recordReceipts(news);
  const again = news.filter((_, index) => results[index] === CHANGED);
  const locked = again.length === 0 ? [] : await recordLocked(again);
  return results.map((result) => (result === CHANGED ? (locked.shift() ?? null) : result));
}
/** As if processes each had some of them: every one goes in a group of its own. */
const asFromProcesses = (groups: NewEvent[][]) => Promise.all(groups.map(record));

async function differences() {
  const found: unknown[] = [];
  for await (const batch of checkStatuses()) found.push(...batch.differences);
  return found;
}

test("groups of several processes at the same messages lose nothing and count nothing twice", async () => {
  const all = STATUSES.flatMap((status) => [1, 2, 3].map((segment) => [status, segment] as const));
  const groups = all.map(([status, segment]) => messages.map((message) => receipt(message, segment, status)));
  // Routee's answers, in a group of their own, come to the same messages in the other order.
  const answers = transaction((sql) => recordObservations(sql, [...messages].reverse().map(answer)));
  const [results] = await Promise.all([asFromProcesses(groups), answers]);
  for (const group of results) expect(group.map((one) => one?.verdict)).not.toContain(undefined);
  for (const { id } of messages) {
    const detail = await readMessage(id);
    expect(detail).toMatchObject({ status: "Delivered", final: true, trackingId: `tracking-${id}` });
    expect(detail?.events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 11 }, (_, i) => i + 1));
    // One callback for each change of the message, whoever recorded it.
    const changes = (detail?.events ?? []).filter(({ verdict }) => verdict === "applied").length;
    expect(detail?.callbacks.length).toBeLessThanOrEqual(changes);
    expect(new Set(detail?.callbacks.map(({ sequence }) => sequence)).size).toBe(detail?.callbacks.length);
  }
  const called = await pool().query<{ last: string | null }>(
    `SELECT (SELECT body::json->'status'->>'name' FROM callbacks c WHERE c.message_id = m.id ORDER BY sequence DESC LIMIT 1) AS last
     FROM messages m WHERE m.callback_url IS NOT NULL AND m.id = ANY($1)`,
    [messages.map(({ id }) => id)],
  );
  expect(called.rows).toEqual([{ last: "Delivered" }, { last: "Delivered" }]);
  expect(await differences()).toEqual([]);
});

test("what somebody else is changing is recorded after them, its neighbours at once", async () => {
  const [held, free] = messages;
  if (!held || !free) throw new Error("There are no messages.");
  let recording: Promise<unknown> | undefined;
  await transaction(async (sql) => {
    await lockStates(sql, [held.id]);
    recording = record([receipt(held, 1, "Queued"), receipt(free, 1, "Queued")]);
    await recordObservations(sql, [answer(held)]);
  });
  await recording;
  expect((await readMessage(held.id))?.events.map(({ source }) => source)).toEqual([
    "dashboard",
    "response",
    "receipt",
  ]);
  expect((await readMessage(free.id))?.events.map(({ source }) => source)).toEqual(["dashboard", "receipt"]);
  expect(await differences()).toEqual([]);
});

test("several receipts of one message in one group follow each other", async () => {
  const [message] = messages;
  if (!message) throw new Error("There is no message.");
  const results = await record([...STATUSES, "Sent"].map((status) => receipt(message, 1, status)));
  expect(results.map((one) => [one?.sequence, one?.verdict])).toEqual([
    [2, "applied"],
    [3, "applied"],
    [4, "applied"],
    [5, "duplicate"],
  ]);
  expect(await differences()).toEqual([]);
});

test("receipts of two months in one group each find their own, and those of a month that is gone find none", async () => {
  const [message] = messages;
  if (!message) throw new Error("There is no message.");
  await pool().query("SELECT ensure_message_partitions('2020-02-10T10:00:00Z', 0)");
  const before = await copyOf(message.id, Date.parse("2020-02-10T10:00:00Z"));
  const gone = { ...message, id: "01000000-0000-7000-8000-000000000000" };
  const of = (one: Message) => receipt(one, 1, "Sent");
  const results = await record([of({ ...message, id: before }), of(message), of(gone)]);
  expect(results.map((one) => one?.sequence)).toEqual([2, 2, undefined]);
  expect(await record([of(gone)])).toEqual([null]);
  expect(await differences()).toEqual([]);
});

test("a message whose state was kept in the form of before goes on", async () => {
  const [message] = messages;
  if (!message) throw new Error("There is no message.");
  await record([receipt(message, 1, "Queued"), receipt(message, 1, "Sent")]);
  const { rows } = await pool().query<{ fold: StoredFold }>("SELECT fold FROM message_states WHERE message_id = $1", [
    message.id,
  ]);
  const [kept] = rows;
  if (!kept) throw new Error("There is no state.");
  const fold = unpackFold(kept.fold);
  const seen = [
    `us|0|Accepted|${fold.base.at}|`,
    ...["Queued", "Sent"].map((status) => `report|1|${status}|${receipt(message, 1, status).observation.at}|`),
  ];
  await pool().query("UPDATE message_states SET fold = $2::json WHERE message_id = $1", [
    message.id,
    JSON.stringify({ ...fold, seen }),
  ]);
  const results = await record(["Sent", "Delivered"].map((status) => receipt(message, 1, status)));
  expect(results.map((one) => one?.verdict)).toEqual(["duplicate", "applied"]);
  expect(await differences()).toEqual([]);
});

test("a message that is being looked at when it ends keeps no follow-up", async () => {
  const [message] = messages;
  if (!message) throw new Error("There is no message.");
  await pool().query("INSERT INTO follow_ups (message_id, at) VALUES ($1, now())", [message.id]);
  await record([1, 2, 3].map((segment) => receipt(message, segment, "Delivered")));
  expect((await pool().query("SELECT FROM follow_ups WHERE message_id = $1", [message.id])).rowCount).toBe(0);
});

test("what somebody else changes between reading and writing is told, and nothing of it is kept", async () => {
  const [held, free] = messages;
  if (!held || !free) throw new Error("There are no messages.");
  const news = [receipt(held, 1, "Queued"), receipt(free, 1, "Queued")];
  let recording: ReturnType<typeof recordReceipts> | undefined;
  await transaction(async (sql) => {
    await lockStates(sql, [held.id]);
    recording = recordReceipts(news);
    await recordObservations(sql, [answer(held)]);
  });
  expect(await recording).toEqual([CHANGED, expect.objectContaining({ sequence: 2 })]);
  expect((await readMessage(held.id))?.events).toHaveLength(2);
  expect(await recordLocked(news.slice(0, 1))).toEqual([expect.objectContaining({ sequence: 3, verdict: "applied" })]);
  expect(await differences()).toEqual([]);
});
