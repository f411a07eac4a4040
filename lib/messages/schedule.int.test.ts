import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { readApp } from "@/lib/apps/read-app";
import { updateApp } from "@/lib/apps/update-app";
import { pool, prisma } from "@/lib/platform/database";
import { freePort } from "@/scripts/testing/free-port";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { type StubbornRoutee, startStubbornRoutee } from "@/scripts/testing/stubborn-routee";
import { cancelMessage } from "./cancel-message";
import type { Message } from "./contract";
import { handOver } from "./hand-over";
import { readMessage } from "./read-message";
import { dueIn } from "./testing/due-in";
import { givenMessage, givenOwner } from "./testing/given";

/** Messages that are not handed over at once: scheduled, in quiet hours, of an archived app, taken back. */
const PORT = await freePort();
onTestDatabase({ SANDBOX_URL: `http://127.0.0.1:${PORT}` });

let owner: { accountId: string; appId: string };
let routee: StubbornRoutee;
beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  routee = await startStubbornRoutee(PORT);
  const app = await createApp(prisma(), { name: "Shop", environment: "sandbox", defaultSender: "Tidings" });
  owner = { ...owner, appId: app.id };
  return () => routee.close();
});

const statusOf = async ({ id }: Message) => (await readMessage(id))?.status;
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const change = async (fields: Parameters<typeof updateApp>[1]) => {
  const app = await readApp(owner.appId);
  if (!app) throw new Error("The app is gone.");
  await updateApp(app, fields);
};

describe("a scheduled message", () => {
  test("waits for its time, and its time to live begins then", async () => {
    const message = await givenMessage(owner, { scheduledAt: inMinutes(120), ttl: 30 });
    expect(message).toMatchObject({ status: "Scheduled", final: false, scheduledAt: expect.any(String) });
    expect(await dueIn(message)).toBeGreaterThan(7_100);
    await handOver(message.id);
    expect(routee.taken).toHaveLength(0);
    expect(await dueIn(message)).toBeGreaterThan(7_100);
    await pool().query(
      "UPDATE messages SET created_at = created_at - interval '2 hours', scheduled_at = now() WHERE id = $1",
      [message.id],
    );
    await handOver(message.id);
    expect(routee.taken).toEqual([expect.objectContaining({ ttl: 30 })]);
    expect(await statusOf(message)).toBe("Queued");
  });

  test("of a time that has passed is sent now", async () => {
    const message = await givenMessage(owner, { scheduledAt: "2026-01-01T00:00:00+02:00" });
    expect(message).toMatchObject({ status: "Accepted", scheduledAt: null });
  });

  test("can be cancelled until it is handed over, and is then never sent", async () => {
    const message = await givenMessage(owner, { scheduledAt: inMinutes(5) });
    expect(await cancelMessage(message.id, { accountId: owner.accountId })).toMatchObject({
      status: "Cancelled",
      final: true,
      reason: { detailedStatus: "Cancelled" },
    });
    await pool().query("UPDATE messages SET scheduled_at = now() WHERE id = $1", [message.id]);
    await handOver(message.id);
    expect(routee.taken).toHaveLength(0);
    await expect(cancelMessage(message.id, { accountId: owner.accountId })).rejects.toMatchObject({ code: "conflict" });
    expect(await cancelMessage("00000000-0000-7000-8000-000000000000", { accountId: owner.accountId })).toBeNull();
  });

  test("that is cancelled while it is handed over is either sent or cancelled, never both", async () => {
    const messages = await Promise.all(Array.from({ length: 12 }, () => givenMessage(owner)));
    const cancelled = await Promise.all(
      messages.map(async ({ id }, index) => {
        const [, cancel] = await Promise.allSettled([
          handOver(id),
          new Promise((go) => setImmediate(go)).then(() =>
            index % 2 ? cancelMessage(id, { accountId: owner.accountId }) : null,
          ),
        ]);
        return cancel.status === "fulfilled" && cancel.value !== null;
      }),
    );
    for (const [index, message] of messages.entries()) {
      const sent = routee.taken.filter(({ label }) => label === message.id).length;
      expect(sent + (cancelled[index] ? 1 : 0)).toBe(1);
      expect(await statusOf(message)).toBe(cancelled[index] ? "Cancelled" : "Queued");
    }
  });
});

describe("in quiet hours", () => {
  test("a message waits for their end and says so once", async () => {
    const hour = (offset: number) => new Date(Date.now() + offset * 3_600_000).toISOString().slice(11, 16);
    await change({ quietHours: { from: hour(-1), until: hour(2), zone: "UTC" } });
    const message = await givenMessage(owner);
    await handOver(message.id);
    await handOver(message.id);
    expect(routee.taken).toHaveLength(0);
    expect(await dueIn(message)).toBeGreaterThan(6_900);
    const detail = await readMessage(message.id);
    expect(detail?.events.map(({ reason }) => reason?.detailedStatus)).toEqual([undefined, "Quiet hours"]);
    await change({ quietHours: null });
    await handOver(message.id);
    expect(routee.taken).toHaveLength(1);
  });
});

describe("an archived app", () => {
  test("sends nothing more: what waits is cancelled", async () => {
    const message = await givenMessage(owner);
    await change({ archived: true });
    await handOver(message.id);
    expect(routee.taken).toHaveLength(0);
    expect(await readMessage(message.id)).toMatchObject({
      status: "Cancelled",
      reason: { detailedStatus: "App archived" },
    });
  });
});
