import { beforeAll, expect, onTestFinished, test } from "vitest";
import { recordObservations } from "@/lib/messages/record-observations";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { pool } from "@/lib/platform/database";
import { flushWakes, holdWakes } from "@/lib/platform/wake";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { createHub, type Hub } from "./hub";

onTestDatabase();

let owner: { accountId: string; appId: string };
beforeAll(async () => {
  owner = await givenOwner();
});

const PATIENT = { timeout: 90_000 };
const now = () => new Date().toISOString();
const report = (messageId: string, status: string) => ({
  messageId,
  source: "receipt" as const,
  receivedAt: now(),
  observation: { origin: "report" as const, status, at: now(), segment: 1, parts: 1 },
});

function begun(): Hub {
  const hub = createHub();
  onTestFinished(() => hub.close());
  return hub;
}

/** A reader, with what its one subscriber is told. */
function reader(hub = begun()): { hub: Hub; told: () => string[]; resets: () => number } {
  const told: string[] = [];
  let resets = 0;
  hub.subscribe({
    push: ({ id, sequence }) => void told.push(`${id} ${sequence}`),
    reset: () => {
      resets += 1;
    },
  });
  return { hub, told: () => told, resets: () => resets };
}

/** Writes a change, which does not commit before it is told to; nobody is woken by it. */
async function changing(messageId: string, status: string): Promise<{ commit: () => Promise<void> }> {
  const client = await pool().connect();
  let open = true;
  const end = async (how: "COMMIT" | "ROLLBACK") => {
    if (open) await client.query(how);
    if (open) client.release();
    open = false;
  };
  // Left open by a test that failed, it would fail the next ones.
  onTestFinished(() => end("ROLLBACK"));
  await client.query("BEGIN");
  holdWakes(client);
  await recordObservations(client, [report(messageId, status)]);
  return { commit: () => end("COMMIT") };
}

/** Many more events of a message, as they stand. */
const copies = (messageId: string, count: number, from: number) =>
  pool().query(
    `INSERT INTO message_events (message_id, sequence, app_id, at, received_at, source, status, verdict, observation,
       message_status, message_final)
     SELECT message_id, $3::int + g, app_id, at, received_at, source, status, verdict, observation, message_status,
       message_final FROM message_events, generate_series(1, $2::int) g WHERE message_id = $1 AND sequence = 1`,
    [messageId, count, from],
  );

test("the first change after a stream began is told by the clock, though its wake was lost", async () => {
  const { id } = await givenMessage(owner);
  await flushWakes();
  const hub = begun();
  // Connected, and nobody to read for.
  await hub.resumeFrom();
  const { told } = reader(hub);
  await hub.resumeFrom();
  await (await changing(id, "Sent")).commit();
  await expect.poll(told).toContain(`${id} 2`);
});

test("what is not committed yet keeps no thousands behind it waiting, and is told when it is", async () => {
  const [slow, fast] = [await givenMessage(owner), await givenMessage(owner)];
  const { hub, told } = reader();
  await hub.resumeFrom();
  const change = await changing(slow.id, "Sent");
  await copies(fast.id, 4_500, 1_000);
  const ofFast = () => told().filter((one) => one.startsWith(fast.id)).length;
  await expect.poll(ofFast).toBe(4_500);
  await copies(fast.id, 10, 9_000);
  await expect.poll(ofFast).toBe(4_510);
  await change.commit();
  await expect.poll(told).toContain(`${slow.id} 2`);
  expect(new Set(told()).size).toBe(told().length);
});

/** Transactions of other databases count too, those of tests beside this one among them. */
const LONG = { timeout: 60_000 };

test("what comes from behind more than can be kept in mind is told as what may have been missed", PATIENT, async () => {
  const [slow, fast] = [await givenMessage(owner), await givenMessage(owner)];
  const { hub, told, resets } = reader();
  await hub.resumeFrom();
  const change = await changing(slow.id, "Sent");
  await copies(fast.id, 10_100, 20_000);
  await expect.poll(() => told().filter((one) => one.startsWith(fast.id)).length).toBe(10_100);
  await copies(fast.id, 1, 90_000);
  await expect.poll(told).toContain(`${fast.id} 90001`);
  // One may have come for what others were at when the reader began.
  const before = resets();
  await change.commit();
  await expect.poll(resets, LONG).toBe(before + 1);
});

test("a reader that begins while something older is under way says that it may have been missed", PATIENT, async () => {
  const [slow, fast] = [await givenMessage(owner), await givenMessage(owner)];
  const change = await changing(slow.id, "Sent");
  await copies(fast.id, 2_500, 1_000);
  const { hub, told, resets } = reader();
  await hub.resumeFrom();
  await copies(fast.id, 1, 9_000);
  await expect.poll(told).toContain(`${fast.id} 9001`);
  expect(resets()).toBe(0);
  await change.commit();
  await expect.poll(resets, LONG).toBe(1);
});
