import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Message } from "@/lib/messages/contract";
import { readMessage } from "@/lib/messages/read-message";
import { receiptToken } from "@/lib/messages/receipt-token";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { pool } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { ingestReceipt } from "./ingest-receipt";

onTestDatabase();

let owner: { accountId: string; appId: string };
let message: Message;
beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  message = await givenMessage(owner);
});

/** A receipt in Routee's shape (routee-api.md, 8.2). */
const receipt = (name: string, second: number, more: object = {}) =>
  JSON.stringify({
    messageId: "6b2f0a1e-2c3d-4e5f-8a9b-0c1d2e3f4a5b",
    smsId: "sms-1",
    part: 1,
    parts: 1,
    to: message.to,
    country: "GR",
    operator: "Cosmote",
    status: { name, updatedDate: `2026-03-02T09:15:${String(second).padStart(2, "0")}Z` },
    message: message.body,
    latency: 5,
    price: 0.042,
    direction: "Outbound",
    ...more,
  });
const post = (body: string, token = receiptToken(message.id)) =>
  ingestReceipt({ token, body, remoteAddress: "192.0.2.1", receivedAt: new Date().toISOString() });
const stored = async () => {
  const detail = await readMessage(message.id);
  if (!detail) throw new Error("The message is gone.");
  return detail;
};

describe("ingestReceipt", () => {
  test("folds Routee's reports into the message, and keeps each as it came", async () => {
    for (const [name, second] of [
      ["Queued", 1],
      ["Sent", 2],
      ["Delivered", 6],
    ] as const)
      await post(receipt(name, second));
    const detail = await stored();
    expect(detail).toMatchObject({
      status: "Delivered",
      final: true,
      trackingId: "6b2f0a1e-2c3d-4e5f-8a9b-0c1d2e3f4a5b",
      price: "0.042",
      country: "GR",
      operator: "Cosmote",
      latency: 5,
      finalAt: "2026-03-02T09:15:06.000Z",
      segments: [{ segment: 1, smsId: "sms-1", status: "Delivered", price: "0.042" }],
    });
    expect(detail.events.map(({ source, status, verdict }) => [source, status, verdict])).toEqual([
      ["dashboard", "Accepted", "applied"],
      ["receipt", "Queued", "applied"],
      ["receipt", "Sent", "applied"],
      ["receipt", "Delivered", "applied"],
    ]);
    expect(detail.events[3]?.payload).toEqual(JSON.parse(receipt("Delivered", 6)));
    const raw = await pool().query<{ body: string }>(
      "SELECT receipt AS body FROM message_events WHERE message_id = $1 AND sequence = 4",
      [message.id],
    );
    expect(raw.rows[0]?.body).toBe(receipt("Delivered", 6));
  });

  test("duplicates, old news and unknown words are kept with their verdict", async () => {
    await post(receipt("Delivered", 6));
    await post(receipt("Delivered", 6));
    await post(receipt("Sent", 2));
    await post(receipt("Teleported", 7));
    const detail = await stored();
    expect(detail.status).toBe("Delivered");
    expect(detail.events.slice(1).map(({ status, verdict }) => [status, verdict])).toEqual([
      ["Delivered", "applied"],
      ["Delivered", "duplicate"],
      ["Sent", "stale"],
      ["Teleported", "stale"],
    ]);
  });

  test("many at once, in any order, end in one state with every receipt kept", async () => {
    const parts = [1, 2, 3];
    const bodies = parts.flatMap((part) =>
      (["Queued", "Sent", "Delivered"] as const).map((name, index) =>
        receipt(name, index + part, { part, parts: 3, smsId: `sms-${part}` }),
      ),
    );
    const results = await Promise.all([...bodies, ...bodies].reverse().map((body) => post(body)));
    expect(results.every(({ kind }) => kind === "kept")).toBe(true);
    const detail = await stored();
    expect(detail).toMatchObject({ status: "Delivered", final: true, price: "0.126" });
    expect(detail.events.map(({ sequence }) => sequence)).toEqual(detail.events.map((_, index) => index + 1));
    expect(detail.events).toHaveLength(1 + 18);
    expect(detail.events.filter(({ verdict }) => verdict === "duplicate")).toHaveLength(9);
  });

  test("well-formed JSON that is no receipt is kept and changes nothing", async () => {
    for (const body of [
      "{}",
      "[]",
      "null",
      '"x"',
      '{"messageId":"a","status":{"name":"Sent"}}',
      '{"messageId":"\\u0000","status":7}',
    ])
      expect(await post(body)).toMatchObject({ kind: "kept" });
    const detail = await stored();
    expect(detail.status).toBe("Accepted");
    expect(detail.events).toHaveLength(7);
    expect(detail.events[1]?.reason?.detailedStatus).toBe("Unreadable receipt");
  });

  test("hostile values do not fail the commit", async () => {
    await post(receipt("Del\\u0000ivered\\ud800".replaceAll("\\\\", "\\"), 3));
    await post(receipt("Sent", 2, { operator: "A\u0000B", smsId: "😀".repeat(50), price: 1e300, latency: -5 }));
    await post(receipt("Sent", 4, { part: 1e9, parts: -1, latency: 1e300, price: "free" }));
    const detail = await stored();
    expect(detail).toMatchObject({ status: "Sent", price: "0.042", latency: 5 });
    expect(detail.events).toHaveLength(4);
  });

  test("a token of no message and a body that is not JSON are told apart", async () => {
    expect(await post(receipt("Sent", 2), "x".repeat(43))).toEqual({ kind: "unknown_token" });
    expect(await post("not json")).toEqual({ kind: "not_json" });
    expect((await stored()).events).toHaveLength(1);
  });
});
