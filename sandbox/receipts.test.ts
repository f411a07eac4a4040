import { describe, expect, test } from "vitest";
import { parseReceipt } from "@/lib/routee/wire";
import { credentials, eventually, onTestSandbox } from "./testing/on-test-sandbox";

const sandbox = onTestSandbox();

describe("receipts", () => {
  test("one for each change, in Routee's shape", async () => {
    const sent = await sandbox.send("01", { label: "t-17" });
    await eventually(() => expect(sandbox.names()).toEqual(["Queued", "Sent", "Delivered"]));
    const parsed = parseReceipt(sandbox.received[2]);
    expect(parsed).toMatchObject({
      ok: true,
      receipt: {
        messageId: sent.ok && sent.value.trackingId,
        part: 1,
        parts: 1,
        label: "t-17",
        status: "Delivered",
        reason: { detailedStatus: "Delivered" },
        price: "0.042",
        country: "GR",
        operator: "Cosmote",
        latency: 0,
      },
    });
    expect(sandbox.received[0]?.status).not.toHaveProperty("reason");
  });

  test("OnCompletion: one for each segment when it is final", async () => {
    await sandbox.send("36", {
      body: "x".repeat(400),
      callback: { url: sandbox.receiverUrl, strategy: "OnCompletion" },
    });
    await eventually(() => expect(sandbox.received).toHaveLength(3));
    const ends = sandbox.received.map(({ part, status }) => [part, status.name]).sort();
    expect(ends).toEqual([
      [1, "Delivered"],
      [2, "Delivered"],
      [3, "Undelivered"],
    ]);
  });

  test.each([
    ["10", ["Queued", "Sent", "Undelivered"]],
    ["20", ["Queued", "Failed"]],
    ["21", ["Queued", "Unsent"]],
    ["30", ["Queued", "Sent", "Delivered"]],
    ["33", ["Delivered", "Sent", "Queued"]],
    ["34", ["Queued", "Queued", "Sent", "Sent", "Delivered", "Delivered"]],
    ["35", ["Queued", "Sent", "Buffered", "Delivered"]],
  ])("to %s: %j", async (ending, statuses) => {
    await sandbox.send(ending);
    await eventually(() => expect(sandbox.names()).toEqual(statuses));
  });

  test("none at all, but tracking knows", async () => {
    const sent = await sandbox.send("32");
    if (!sent.ok) throw new Error(sent.failure.message);
    await eventually(async () => {
      const tracked = await sandbox.client().trackSingle(credentials, sent.value.trackingId);
      expect(tracked).toMatchObject({ ok: true, value: [{ status: "Delivered" }] });
    });
    expect(sandbox.received).toEqual([]);
    expect((await sandbox.ledger()).posted).toEqual([]);
  });

  test("again by the timetable until answered with exactly 200; redirects are not followed", async () => {
    sandbox.answers.push(500, 204, 302);
    await sandbox.setSpeed(20_000);
    await sandbox.send("01", { callback: { url: sandbox.receiverUrl, strategy: "OnCompletion" } });
    await eventually(async () => {
      const { posted } = await sandbox.ledger();
      expect(posted.map(({ attempt, httpStatus, done }) => [attempt, httpStatus, done])).toEqual([
        [1, 500, false],
        [2, 204, false],
        [3, 302, false],
        [4, 200, true],
      ]);
    });
    expect(sandbox.received).toHaveLength(4);
  });

  test("given up after twelve retries", async () => {
    await sandbox.setSpeed(100_000);
    await sandbox.send("01", { callback: { url: "http://127.0.0.1:9/", strategy: "OnCompletion" } });
    await eventually(async () => {
      const { posted } = await sandbox.ledger();
      expect(posted).toHaveLength(13);
      expect(posted.map(({ done }) => done)).toEqual([...Array<boolean>(12).fill(false), true]);
      expect(posted[0]).toMatchObject({ httpStatus: null, problem: expect.stringMatching(/./) });
    });
  });

  test("over connections that stay open", async () => {
    for (let i = 0; i < 10; i += 1) await sandbox.send("01");
    await eventually(() => expect(sandbox.received).toHaveLength(30));
    expect(sandbox.connections).toBeLessThan(30);
  });

  test("none after a reset", async () => {
    await sandbox.setSpeed(0.01);
    await sandbox.send("01");
    await sandbox.control("POST", "reset");
    await sandbox.setSpeed(1_000_000);
    await sandbox.send("02");
    await eventually(() => expect(sandbox.names()).toEqual(["Queued", "Sent", "Delivered"]));
    expect(await sandbox.ledger()).toMatchObject({ taken: [{ to: "+306900000002" }] });
  });
});
