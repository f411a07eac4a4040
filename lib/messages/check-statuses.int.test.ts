import { beforeAll, describe, expect, test } from "vitest";
import { pool, transaction } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { checkStatuses, type Difference } from "./check-statuses";
import type { Message } from "./contract";
import type { Observation } from "./fold";
import { recordObservations } from "./record-observations";
import { givenMessage, givenOwner } from "./testing/given";

onTestDatabase();

let owner: { accountId: string; appId: string };
beforeAll(async () => {
  owner = await givenOwner();
});

const report = (message: Message, more: Partial<Observation>) =>
  transaction((sql) =>
    recordObservations(sql, [
      {
        messageId: message.id,
        source: "receipt",
        receivedAt: new Date().toISOString(),
        observation: { origin: "report", status: "Sent", at: new Date().toISOString(), segment: 1, parts: 2, ...more },
      },
    ]),
  );

async function check(): Promise<{ checked: number; differences: Difference[] }> {
  let checked = 0;
  const differences: Difference[] = [];
  for await (const batch of checkStatuses()) {
    checked += batch.checked;
    differences.push(...batch.differences);
  }
  return { checked, differences };
}

describe("checkStatuses", () => {
  test("finds nothing while every change is an event, and whatever was changed behind the events' back", async () => {
    const messages: Message[] = [];
    for (let i = 0; i < 4; i += 1) messages.push(await givenMessage(owner, { body: `Σήμερα ${"α".repeat(80 * i)}` }));
    const [first, second] = messages;
    if (!first || !second) throw new Error("There are no messages.");
    await report(first, { trackingId: "t-1", price: "0.042", country: "GR", operator: "Cosmote", latency: 3 });
    await report(first, {
      status: "Delivered",
      segment: 2,
      reason: { detailedStatus: "Deli\u0000vered \ud800", description: "\u0000" },
    });
    await report(first, { status: "Delivered" });
    await report(first, { status: "Delivered" });
    await report(second, { status: "Buffered", smsId: "sms-1" });
    expect(await check()).toEqual({ checked: 4, differences: [] });

    const changes: [string, string[]][] = [
      ["UPDATE message_states SET status = 'Sent' WHERE message_id = $1", ["status"]],
      ["UPDATE message_states SET price = 1 WHERE message_id = $1", ["status", "price"]],
      [
        // How many segments Routee's answer told of, which it did not.
        "UPDATE message_states SET fold = jsonb_set(fold::jsonb, '{6}', '7')::json WHERE message_id = $1",
        ["status", "price", "fold"],
      ],
      [
        "UPDATE message_events SET verdict = 'stale' WHERE message_id = $1 AND sequence = 5",
        ["event 5: verdict", "status", "price", "fold"],
      ],
      [
        "DELETE FROM message_events WHERE message_id = $1 AND sequence = 5",
        ["sequence", "status", "price", "final_at", "fold"],
      ],
    ];
    for (const [change, found] of changes) {
      await pool().query(change, [first.id]);
      const { differences } = await check();
      expect(differences.map(({ what }) => what)).toEqual(found);
      expect(new Set(differences.map(({ messageId }) => messageId))).toEqual(new Set([first.id]));
    }
  });
});
