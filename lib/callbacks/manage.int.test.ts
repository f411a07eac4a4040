import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { rotateSigningSecret } from "@/lib/apps/rotate-signing-secret";
import type { Message } from "@/lib/messages/contract";
import { readMessage } from "@/lib/messages/read-message";
import { recordObservations } from "@/lib/messages/record-observations";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { pool, prisma, transaction } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { type Receiver, startReceiver } from "@/scripts/testing/receiver";
import { startDispatcher } from "./dispatcher";
import { listEndpoints, pauseEndpoint, resumeEndpoint } from "./endpoints";
import { listCallbacks } from "./list-callbacks";
import { replayCallbacks } from "./replay-callbacks";
import { retryCallback } from "./retry-callback";
import { sign } from "./sign";
import { testCallback } from "./test-callback";

/** What people do with callbacks: look, retry, replay, pause and resume, test. */
onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

let owner: { accountId: string; appId: string };
let person: { accountId: string; ofApp: null };
let secret: string;
let receiver: Receiver;
let url: string;
beforeAll(async () => {
  owner = await givenOwner();
  person = { accountId: owner.accountId, ofApp: null };
});
beforeEach(async () => {
  receiver = await startReceiver();
  url = `${receiver.url}/hook`;
  const app = await createApp(prisma(), {
    name: "Shop",
    environment: "sandbox",
    defaultSender: "Tidings",
    defaultCallback: { url, strategy: "OnChange" },
  });
  owner = { ...owner, appId: app.id };
  secret = app.callbackSigningSecret;
  return () => receiver.close();
});

let second = 0;
/** A message with one callback for each status. */
async function given(...statuses: string[]): Promise<Message> {
  const message = await givenMessage(owner);
  for (const status of statuses) {
    second += 1;
    const at = new Date(Date.UTC(2026, 2, 2, 9, 0, second)).toISOString();
    await transaction((sql) =>
      recordObservations(sql, [
        {
          messageId: message.id,
          source: "receipt",
          receivedAt: at,
          observation: { origin: "report", status, at, segment: 1, parts: 1 },
        },
      ]),
    );
  }
  return message;
}
const callbacksOf = async ({ id }: Message) => (await readMessage(id))?.callbacks ?? [];
const statusesOf = async (message: Message) => (await callbacksOf(message)).map(({ status }) => status);
const told = () => receiver.arrived.map(({ body }) => (JSON.parse(body) as { status: { name: string } }).status.name);
async function delivering(work: () => Promise<void>): Promise<void> {
  const dispatcher = startDispatcher();
  try {
    await work();
  } finally {
    await dispatcher.stop();
  }
}
const finish = (status: string) => pool().query("UPDATE callbacks SET status = $1 WHERE status = 'pending'", [status]);

describe("listCallbacks", () => {
  test("filters and pages, newest first", async () => {
    const message = await given("Queued", "Sent", "Delivered");
    await pool().query(
      "UPDATE callbacks SET status = 'failed', last_http_status = 503 WHERE message_id = $1 AND sequence = 3",
      [message.id],
    );
    const { appId } = owner;
    const first = await listCallbacks({ appId, limit: 2 });
    expect(first.data.map(({ sequence }) => sequence)).toEqual([4, 3]);
    const rest = await listCallbacks({ appId, limit: 2, cursor: first.nextCursor ?? "" });
    expect(rest).toMatchObject({ data: [{ sequence: 2, messageId: message.id, appId }], nextCursor: null });
    expect((await listCallbacks({ appId, status: "failed", limit: 10 })).data).toHaveLength(1);
    expect((await listCallbacks({ appId, httpStatus: 503, limit: 10 })).data).toHaveLength(1);
    expect((await listCallbacks({ messageId: message.id, limit: 10 })).data).toHaveLength(3);
    await pool().query("UPDATE messages SET tracking_id = '01a0aaaa-0000-4000-8000-000000000001' WHERE id = $1", [
      message.id,
    ]);
    const byTracking = await listCallbacks({ messageId: "01A0AAAA-0000-4000-8000-000000000001", limit: 10 });
    expect(byTracking.data).toHaveLength(3);
    expect((await listCallbacks({ appId, until: "2020-01-01T00:00:00Z", limit: 10 })).data).toEqual([]);
  });
});

describe("retryCallback", () => {
  test("makes one attempt now, by name, and leaves the timetable as it is when that fails", async () => {
    const message = await given("Sent");
    const [callback] = await callbacksOf(message);
    receiver.answer = (_, response) => response.writeHead(500).end("still down");
    const failed = await retryCallback(callback?.id ?? "", person);
    expect(failed).toMatchObject({ status: "pending", nextAttemptAt: callback?.nextAttemptAt });
    expect(failed?.attempts).toEqual([
      expect.objectContaining({
        trigger: "manual",
        person: "ada@example.com",
        httpStatus: 500,
        responseExcerpt: "still down",
      }),
    ]);
    await finish("failed");
    receiver.answer = (_, response) => response.end();
    expect(await retryCallback(callback?.id ?? "", person)).toMatchObject({ status: "delivered" });
    expect(new Set(receiver.arrived.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(await retryCallback("00000000-0000-7000-8000-000000000000", person)).toBeNull();
  });
});

describe("replayCallbacks", () => {
  const window = () => ({
    appId: owner.appId,
    from: new Date(Date.now() - 60_000).toISOString(),
    until: new Date(Date.now() + 60_000).toISOString(),
  });

  test("counts first, and then delivers what failed, or all, in order", async () => {
    const [broken, fine] = [await given("Sent", "Delivered"), await given("Sent")];
    await finish("failed");
    await pool().query("UPDATE callbacks SET status = 'delivered' WHERE message_id = $1", [fine.id]);
    expect(await replayCallbacks({ ...window(), only: "failed", dryRun: true }, owner.accountId)).toEqual({
      count: 2,
      dryRun: true,
    });
    expect(await statusesOf(broken)).toEqual(["failed", "failed"]);
    expect((await replayCallbacks({ ...window(), only: "failed" }, owner.accountId)).count).toBe(2);
    await delivering(() => expect.poll(() => statusesOf(broken)).toEqual(["delivered", "delivered"]));
    expect(told()).toEqual(["Sent", "Delivered"]);
    expect((await callbacksOf(broken))[0]?.attempts.at(-1)).toMatchObject({
      trigger: "replay",
      person: "ada@example.com",
    });
    expect((await replayCallbacks({ ...window(), only: "all" }, owner.accountId)).count).toBe(3);
    await delivering(() => expect.poll(() => receiver.arrived.length).toBe(5));
  });
});

describe("pausing and resuming an address", () => {
  test.each([
    ["all", ["delivered", "delivered", "delivered"], ["Queued", "Sent", "Delivered"]],
    ["latest", ["failed", "failed", "delivered"], ["Delivered"]],
    ["none", ["failed", "failed", "failed"], []],
  ] as const)("resumed with %s", async (deliver, statuses, arrived) => {
    await pauseEndpoint(owner.appId, url);
    const message = await given("Queued", "Sent", "Delivered");
    expect(await statusesOf(message)).toEqual(["held", "held", "held"]);
    expect(await listEndpoints(owner.appId)).toMatchObject([
      { url, held: 3, pausedAt: expect.any(String), problem: "Paused by hand." },
    ]);
    await resumeEndpoint(owner.appId, { url, deliver });
    await delivering(() => expect.poll(() => statusesOf(message)).toEqual(statuses));
    expect(told()).toEqual(arrived);
    expect(await listEndpoints(owner.appId)).toEqual([]);
    expect(await resumeEndpoint(owner.appId, { url, deliver })).toBeNull();
  });
});

describe("testCallback", () => {
  test("sends one signed event and tells what came of it, storing nothing", async () => {
    receiver.answer = (_, response) => response.writeHead(201).end("created");
    expect(await testCallback(owner.appId, undefined)).toMatchObject({
      trigger: "test",
      httpStatus: 201,
      problem: null,
      responseExcerpt: "created",
    });
    expect((await listCallbacks({ appId: owner.appId, limit: 10 })).data).toEqual([]);
    expect(await testCallback(owner.appId, "http://192.168.1.1/")).toMatchObject({
      httpStatus: null,
      problem: expect.stringContaining("a private network"),
    });
  });

  test("is signed with both secrets while a rotation overlaps", async () => {
    const { callbackSigningSecret } = await rotateSigningSecret(owner.appId);
    await testCallback(owner.appId, url);
    await pool().query("UPDATE apps SET previous_signing_until = now() - interval '1 second' WHERE id = $1", [
      owner.appId,
    ]);
    await testCallback(owner.appId, url);
    const signatures = receiver.arrived.map(({ headers, body }) => {
      const at = new Date(Number(headers["webhook-timestamp"]) * 1_000);
      const id = String(headers["webhook-id"]);
      expect(headers["webhook-signature"]).toContain(sign(id, body, [callbackSigningSecret], at)["webhook-signature"]);
      return {
        both: sign(id, body, [callbackSigningSecret, secret], at)["webhook-signature"],
        given: headers["webhook-signature"],
      };
    });
    expect(signatures.map(({ both, given: one }) => one === both)).toEqual([true, false]);
  });
});
