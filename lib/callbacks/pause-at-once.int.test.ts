import { expect, test } from "vitest";
import { newMessageId } from "@/lib/messages/store";
import { pool } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { startDispatcher } from "./dispatcher";
import { pauseEndpoint, resumeEndpoint } from "./endpoints";
import { givenCallbacks } from "./testing/given-callbacks";

/** What is written for an address while it is being paused, which whoever writes it cannot see yet. */

onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });
const here = givenCallbacks();
const { given, write, shown, urlOf } = here;

const waiting = async () =>
  (
    await pool().query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND state = 'active'",
    )
  ).rowCount;

/** Pauses /a while something is done, with `blocked` as the last that it has to lock. */
async function whilePausing(blocked: string, work: () => Promise<void>): Promise<void> {
  const gate = await pool().connect();
  try {
    await gate.query("BEGIN");
    await gate.query("SELECT FROM callbacks WHERE message_id = $1 FOR UPDATE", [blocked]);
    const pausing = pauseEndpoint(here.owner.appId, urlOf("/a"));
    await expect.poll(waiting).toBe(1);
    await work();
    await gate.query("COMMIT");
    await pausing;
  } finally {
    gate.release();
  }
}

/** Lets a dispatcher have what it will. */
async function dispatched(): Promise<void> {
  const dispatcher = startDispatcher();
  const due = async () =>
    (await pool().query("SELECT FROM callbacks WHERE status = 'pending' AND next_attempt_at <= now()")).rowCount;
  await expect.poll(due).toBe(0);
  await dispatcher.stop();
}

test("is held with the ones before it, and delivered after them", async () => {
  const [message, later] = [await given("/a"), await given("/a")].sort();
  if (!message || !later) throw new Error("There are no messages.");
  const begun: Promise<void>[] = [];
  await whilePausing(later, async () => {
    begun.push(write(message, 2, ["/a"]));
    await expect.poll(waiting).toBe(2);
  });
  await Promise.all(begun);
  await dispatched();
  expect(await shown(message)).toEqual(["held", "held"]);
  await resumeEndpoint(here.owner.appId, { url: urlOf("/a"), deliver: "all" });
  await dispatched();
  await dispatched();
  const attempts = await pool().query("SELECT sequence FROM callback_attempts WHERE message_id = $1 ORDER BY at", [
    message,
  ]);
  expect(attempts.rows).toEqual([{ sequence: 1 }, { sequence: 2 }]);
});

test("is held also where it is the first of its message", async () => {
  const { id } = newMessageId();
  await whilePausing(await given("/a"), () => write(id, 1, ["/a"]));
  await dispatched();
  expect(await shown(id)).toEqual(["held"]);
});
