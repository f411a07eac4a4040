import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import type { Message, SendMessage } from "@/lib/messages/contract";
import type { Observation } from "@/lib/messages/fold";
import { recordObservations } from "@/lib/messages/record-observations";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { pool, prisma, transaction } from "@/lib/platform/database";
import type { Lookout } from "@/lib/platform/lookout";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { type Receiver, startReceiver } from "@/scripts/testing/receiver";
import { startDispatcher } from "./dispatcher";
import { sign } from "./sign";

onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

let owner: { accountId: string; appId: string };
let secret: string;
let receiver: Receiver;
let dispatcher: Lookout | undefined;
beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  receiver = await startReceiver();
  const app = await createApp(prisma(), { name: "Shop", environment: "sandbox", defaultSender: "Tidings" });
  owner = { ...owner, appId: app.id };
  secret = app.callbackSigningSecret;
});
afterEach(async () => {
  await dispatcher?.stop();
  dispatcher = undefined;
  await receiver.close();
  await pool().query("DELETE FROM callbacks");
});

const start = () => {
  dispatcher = startDispatcher();
};
const given = (fields: Partial<SendMessage> = {}) =>
  givenMessage(owner, { callback: { url: `${receiver.url}/hook`, strategy: "OnChange" }, ...fields });
let second = 0;
const report = ({ id }: Message, status: string, more: Partial<Observation> = {}) => {
  second += 1;
  return transaction((sql) =>
    recordObservations(sql, [
      {
        messageId: id,
        source: "receipt",
        receivedAt: new Date().toISOString(),
        observation: {
          origin: "report",
          status,
          at: new Date(Date.UTC(2026, 2, 2, 9, 0, second)).toISOString(),
          segment: 1,
          parts: 1,
          smsId: "sms-1",
          trackingId: "tracking-1",
          price: "0.042",
          ...more,
        },
      },
    ]),
  );
};
const statusOf = async ({ id }: Message) =>
  (
    await pool().query<{ status: string }>("SELECT status FROM callbacks WHERE message_id = $1 ORDER BY sequence", [id])
  ).rows.map(({ status }) => status);
const attemptsOf = async ({ id }: Message) =>
  (
    await pool().query<{ sequence: number; attempt: number; http_status: number | null; problem: string | null }>(
      "SELECT sequence, attempt, http_status, problem FROM callback_attempts WHERE message_id = $1 ORDER BY sequence, attempt",
      [id],
    )
  ).rows;
/** What waits for its time is due now. */
const due = async () => {
  await pool().query("UPDATE callbacks SET next_attempt_at = now() WHERE status = 'pending'");
  dispatcher?.wake();
};
const told = (path = "/hook") =>
  receiver.arrived
    .filter((one) => one.path === path)
    .map(({ body }) => (JSON.parse(body) as { status: { name: string } }).status.name);

describe("a callback", () => {
  test("is Routee's, with what we add, signed, and in the order of the changes", async () => {
    const message = await given({ label: "t-17" });
    for (const status of ["Queued", "Sent", "Sent", "Delivered", "Queued"]) await report(message, status);
    start();
    await expect.poll(() => statusOf(message)).toEqual(["delivered", "delivered", "delivered"]);
    expect(told()).toEqual(["Queued", "Sent", "Delivered"]);
    const [, , last] = receiver.arrived;
    expect(JSON.parse(last?.body ?? "")).toEqual({
      messageId: "tracking-1",
      smsId: "sms-1",
      part: 1,
      parts: 1,
      label: "t-17",
      to: message.to,
      from: "Tidings",
      country: "GR",
      groups: [],
      status: { name: "Delivered", updatedDate: expect.stringMatching(/^2026-03-02T09:00:\d\dZ$/) },
      message: message.body,
      applicationName: "Shop",
      price: 0.042,
      direction: "Outbound",
      originatingService: "Sms",
      sequence: 5,
      previousStatus: "Sent",
      final: true,
    });
    const id = String(last?.headers["webhook-id"]);
    const at = new Date(Number(last?.headers["webhook-timestamp"]) * 1_000);
    expect(last?.headers["webhook-signature"]).toBe(sign(id, last?.body ?? "", [secret], at)["webhook-signature"]);
    expect(Math.abs(Date.now() - at.getTime())).toBeLessThan(60_000);
  });

  test("comes only for the end when that is asked for; the app's default counts where the message has none", async () => {
    await prisma().app.update({
      where: { id: owner.appId },
      data: { defaultCallbackUrl: `${receiver.url}/default`, defaultCallbackStrategy: "OnCompletion" },
    });
    const own = await given({ callback: { url: `${receiver.url}/own`, strategy: "OnCompletion" } });
    const { callback: _, ...plain } = { to: "+306900000001", body: "Hi" } as Partial<SendMessage>;
    const byDefault = await givenMessage(owner, plain);
    const without = await givenMessage({
      ...owner,
      appId: (await createApp(prisma(), { name: "None", environment: "sandbox", defaultSender: "T" })).id,
    });
    for (const message of [own, byDefault, without])
      for (const status of ["Queued", "Sent", "Undelivered", "Delivered"]) await report(message, status);
    start();
    await expect.poll(() => statusOf(own)).toEqual(["delivered", "delivered"]);
    await expect.poll(() => statusOf(byDefault)).toEqual(["delivered", "delivered"]);
    expect(told("/own")).toEqual(["Undelivered", "Delivered"]);
    expect(told("/default")).toEqual(["Undelivered", "Delivered"]);
    expect(await statusOf(without)).toEqual([]);
  });

  test("that fails is tried again, byte for byte the same, and the later ones wait for it", async () => {
    receiver.answer = (_, response) => response.writeHead(500).end("no <b>luck</b>");
    const message = await given();
    await report(message, "Sent");
    await report(message, "Delivered");
    start();
    await expect.poll(() => attemptsOf(message)).toHaveLength(1);
    expect(await statusOf(message)).toEqual(["pending", "pending"]);
    receiver.answer = (_, response) => response.end();
    await due();
    await expect.poll(() => statusOf(message)).toEqual(["delivered", "delivered"]);
    expect(told()).toEqual(["Sent", "Sent", "Delivered"]);
    const [first, again] = receiver.arrived;
    expect(again?.body).toBe(first?.body);
    expect(again?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(
      (await attemptsOf(message)).map(({ sequence, attempt, http_status }) => [sequence, attempt, http_status]),
    ).toEqual([
      [2, 1, 500],
      [2, 2, 200],
      [3, 1, 200],
    ]);
  });

  test("is given up after the timetable, and then the next one comes", async () => {
    receiver.answer = (_, response) => response.writeHead(503).end();
    const message = await given();
    await report(message, "Sent");
    await report(message, "Delivered");
    start();
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await expect
        .poll(async () => (await attemptsOf(message)).filter(({ sequence }) => sequence === 2))
        .toHaveLength(attempt);
      await due();
    }
    await expect.poll(() => statusOf(message)).toEqual(["failed", "pending"]);
    await expect.poll(() => told().at(-1)).toBe("Delivered");
  });

  test("to an address that may not be reached is refused, and says why", async () => {
    await expect(given({ callback: { url: "http://10.0.0.7/hook", strategy: "OnChange" } })).rejects.toMatchObject({
      errors: [{ path: "callback.url", code: "address_refused" }],
    });
    const message = await given();
    await report(message, "Sent");
    // As if its name had meant another address when it was accepted.
    await pool().query("UPDATE callbacks SET url = 'http://10.0.0.7/hook'");
    start();
    await expect.poll(() => attemptsOf(message)).toHaveLength(1);
    expect((await attemptsOf(message))[0]?.problem).toContain("a private network");
  });

  test("that was claimed by a process that died is taken over", async () => {
    const message = await given();
    await report(message, "Sent");
    await pool().query("UPDATE callbacks SET next_attempt_at = now() + interval '60 seconds'");
    start();
    await report(message, "Delivered");
    expect(receiver.arrived).toHaveLength(0);
    await due();
    await expect.poll(() => told()).toEqual(["Sent", "Delivered"]);
  });
});

describe("an address that wants no more, or fails for a day", () => {
  test("is paused at 410: what waits and what comes is held", async () => {
    receiver.answer = (_, response) => response.writeHead(410).end();
    const [message, other] = [
      await given(),
      await given({ callback: { url: `${receiver.url}/other`, strategy: "OnChange" } }),
    ];
    await report(message, "Queued");
    await report(message, "Sent");
    start();
    await expect.poll(() => statusOf(message)).toEqual(["held", "held"]);
    await report(message, "Delivered");
    expect(await statusOf(message)).toEqual(["held", "held", "held"]);
    receiver.answer = (_, response) => response.end();
    await report(other, "Sent");
    await expect.poll(() => statusOf(other)).toEqual(["delivered"]);
  });

  test("is paused after a day of failures, and forgiven by one success before that", async () => {
    receiver.answer = (_, response) => response.writeHead(500).end();
    const message = await given();
    await report(message, "Sent");
    start();
    await expect.poll(() => attemptsOf(message)).toHaveLength(1);
    await pool().query("UPDATE callback_endpoints SET failing_since = failing_since - interval '23 hours'");
    await due();
    await expect.poll(() => attemptsOf(message)).toHaveLength(2);
    expect(await statusOf(message)).toEqual(["pending"]);
    await pool().query("UPDATE callback_endpoints SET failing_since = failing_since - interval '2 hours'");
    await due();
    await expect.poll(() => statusOf(message)).toEqual(["held"]);
    const well = await given({ callback: { url: `${receiver.url}/well`, strategy: "OnChange" } });
    await report(well, "Sent");
    await expect.poll(() => attemptsOf(well)).toHaveLength(1);
    receiver.answer = (_, response) => response.end();
    await due();
    await expect.poll(() => statusOf(well)).toEqual(["delivered"]);
    const left = await pool().query("SELECT url FROM callback_endpoints WHERE url LIKE '%/well'");
    expect(left.rowCount).toBe(0);
  });
});

describe("a receiver that hangs", () => {
  test("keeps neither another app's callbacks nor another host's waiting", async () => {
    const hanging = await startReceiver();
    const held: (() => void)[] = [];
    hanging.answer = (_, response) => held.push(() => response.end());
    try {
      const stuck = await Promise.all(
        Array.from({ length: 40 }, () => given({ callback: { url: hanging.url, strategy: "OnChange" } })),
      );
      for (const message of stuck) await report(message, "Sent");
      start();
      await expect.poll(() => hanging.arrived.length).toBeGreaterThanOrEqual(16);
      const message = await given();
      await report(message, "Sent");
      await due();
      const app = await createApp(prisma(), { name: "Other", environment: "sandbox", defaultSender: "T" });
      owner = { ...owner, appId: app.id };
      const other = await given({ callback: { url: `${receiver.url}/other`, strategy: "OnChange" } });
      await report(other, "Sent");
      await expect.poll(() => statusOf(message)).toEqual(["delivered"]);
      await expect.poll(() => statusOf(other)).toEqual(["delivered"]);
      expect(hanging.arrived.length).toBeLessThan(40);
    } finally {
      hanging.answer = (_, response) => response.end();
      for (const release of held) release();
      await dispatcher?.stop();
      await hanging.close();
    }
  });
});
