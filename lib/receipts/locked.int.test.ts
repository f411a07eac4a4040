import { beforeAll, expect, test } from "vitest";
import { problemOf } from "@/app/api/problem-of";
import { createApp } from "@/lib/apps/create-app";
import { pauseEndpoint, resumeEndpoint } from "@/lib/callbacks/endpoints";
import { readMessage } from "@/lib/messages/read-message";
import { receiptToken } from "@/lib/messages/receipt-token";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { boundStatements, pool, prisma } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { ingestReceipt } from "./ingest-receipt";

onTestDatabase();

let owner: { accountId: string; appId: string };
beforeAll(async () => {
  // As in a web process.
  boundStatements(15_000);
  owner = await givenOwner();
});

const URL = "http://example.com/hook";
const receipt = (id: string, name: string) => {
  const receivedAt = new Date().toISOString();
  const body = { messageId: `t-${id}`, part: 1, parts: 1, status: { name, updatedDate: receivedAt } };
  return ingestReceipt({ token: receiptToken(id), remoteAddress: null, receivedAt, body: JSON.stringify(body) });
};
const waiting = async () =>
  (await pool().query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"))
    .rowCount;

test("while an address is resumed, which takes long, other apps' receipts are stored, and its own are told to come again", async () => {
  const other = await createApp(prisma(), { name: "Other", environment: "sandbox", defaultSender: "Other" });
  const own = [];
  for (let i = 0; i < 3; i += 1) own.push(await givenMessage(owner, { callback: { url: URL, strategy: "OnChange" } }));
  const [first, ...others] = own.map(({ id }) => id);
  if (!first) throw new Error("There is no message.");
  const foreign = await givenMessage({ ...owner, appId: other.id });
  await pauseEndpoint(owner.appId, URL);
  await receipt(first, "Sent");
  const gate = await pool().connect();
  try {
    await gate.query("BEGIN");
    await gate.query("SELECT FROM callbacks WHERE message_id = $1 FOR UPDATE", [first]);
    const resuming = resumeEndpoint(owner.appId, { url: URL, deliver: "all" });
    await expect.poll(waiting).toBe(1);
    const theirs = Promise.allSettled(others.map((id) => receipt(id, "Sent")));
    await receipt(foreign.id, "Sent");
    expect((await readMessage(foreign.id))?.status).toBe("Sent");
    for (const ended of await theirs) {
      expect(ended.status).toBe("rejected");
      if (ended.status === "rejected") expect(problemOf(ended.reason)).toMatchObject({ code: "unavailable" });
    }
    await gate.query("COMMIT");
    await resuming;
  } finally {
    gate.release();
  }
  for (const id of others) await receipt(id, "Sent");
  const stored = await pool().query("SELECT status FROM callbacks WHERE app_id = $1", [owner.appId]);
  expect(stored.rows).toEqual(own.map(() => ({ status: "pending" })));
});
