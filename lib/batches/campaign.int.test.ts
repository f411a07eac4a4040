import { beforeAll, beforeEach, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import { listCallbacks } from "@/lib/callbacks/list-callbacks";
import { handOver } from "@/lib/messages/hand-over";
import { givenOwner } from "@/lib/messages/testing/given";
import { pool, prisma } from "@/lib/platform/database";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { cancelBatch } from "./change-state";
import { finishDue, tellProgress } from "./finish";
import { givenBatch, numbers, release } from "./testing/given-batch";

onTestDatabase({ CALLBACK_ALLOWED_NETWORKS: "127.0.0.0/8" });

const URL_OF = "http://127.0.0.1:4999/progress";

let account: string;
let owner: { accountId: string; appId: string };
beforeAll(async () => {
  account = (await givenOwner()).accountId;
});
beforeEach(async () => {
  const app = await createApp(prisma(), { name: "App", environment: "sandbox", defaultSender: "Tidings" });
  owner = { accountId: account, appId: app.id };
});

const reports = async (id: string) =>
  (
    await pool().query<{ sequence: number; body: string; status: string }>(
      "SELECT sequence, body, status FROM callbacks WHERE message_id = $1 ORDER BY sequence",
      [id],
    )
  ).rows;
const look = async (id: string) => {
  await pool().query("UPDATE batches SET look_at = now() WHERE id = $1", [id]);
  await Promise.all([tellProgress(), tellProgress()]);
  await Promise.all([finishDue(), finishDue()]);
};
/** Gives the first messages of a campaign a status. */
const move = (id: string, count: number, status: string, final: boolean) =>
  pool().query(
    `WITH chosen AS (SELECT id FROM messages WHERE batch_id = $1 ORDER BY id LIMIT $2),
     settled AS (UPDATE messages SET hand_over = 'settled' WHERE id IN (SELECT id FROM chosen))
     UPDATE message_states SET status = $3, final = $4 WHERE message_id IN (SELECT id FROM chosen)`,
    [id, count, status, final],
  );
const given = (strategy: "OnChange" | "OnCompletion") =>
  givenBatch(owner, { name: `spring ${strategy}`, recipients: numbers(10) }, { progress: { url: URL_OF, strategy } });

test("OnChange tells each shift by a fifth and the end, once each, frozen", async () => {
  const { id } = await given("OnChange");
  await look(id);
  expect(await reports(id)).toEqual([]);
  await release(owner.appId);
  await move(id, 1, "Sent", false);
  await look(id);
  expect(await reports(id)).toEqual([]);
  await move(id, 2, "Sent", false);
  await look(id);
  await look(id);
  const first = await reports(id);
  expect(first).toEqual([
    {
      sequence: 1,
      status: "pending",
      body: JSON.stringify({
        trackingId: id,
        name: "spring OnChange",
        totalRecipients: 10,
        campaignStatus: "Running",
        messageStatuses: { Queued: 8, Sent: 2 },
        callbackInfo: { url: URL_OF, strategy: "OnChange" },
      }),
    },
  ]);
  await move(id, 10, "Delivered", true);
  await look(id);
  await look(id);
  const all = await reports(id);
  expect(all[0]).toEqual(first[0]);
  expect(all.map(({ body }) => JSON.parse(body).campaignStatus)).toEqual(["Running", "Finished"]);
  expect(JSON.parse(all[1]?.body ?? "").messageStatuses).toEqual({ Delivered: 10 });
});

test("OnCompletion tells only the end, also of one that was cancelled", async () => {
  const { id } = await given("OnCompletion");
  await release(owner.appId, 4);
  await move(id, 4, "Undelivered", true);
  await look(id);
  expect(await reports(id)).toEqual([]);
  await cancelBatch(id, { accountId: account });
  await look(id);
  await look(id);
  expect((await reports(id)).map(({ body }) => JSON.parse(body).messageStatuses)).toEqual([
    { Cancelled: 6, Undelivered: 4 },
  ]);
});

test("its callbacks are listed with those of messages, and name their batch", async () => {
  const { id } = await given("OnCompletion");
  await release(owner.appId);
  await move(id, 10, "Delivered", true);
  await look(id);
  const page = await listCallbacks({ appId: owner.appId, limit: 10 });
  expect(page.data).toEqual([expect.objectContaining({ messageId: id, batchId: id, sequence: 1 })]);
});

test("a message's own callbacks name its campaign", async () => {
  const { id } = await givenBatch(owner, { name: "named", recipients: numbers(1), callback: { url: URL_OF } }, {});
  await release(owner.appId);
  const message = (await pool().query<{ id: string }>("SELECT id FROM messages WHERE batch_id = $1", [id])).rows[0];
  await pool().query("UPDATE apps SET archived_at = now() WHERE id = $1", [owner.appId]);
  await handOver(message?.id ?? "");
  const found = await pool().query<{ body: string }>("SELECT body FROM callbacks WHERE message_id = $1", [message?.id]);
  expect(JSON.parse(found.rows[0]?.body ?? "")).toMatchObject({ campaignTrackingId: id, campaignName: "named" });
});
