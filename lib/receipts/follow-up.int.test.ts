import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "@/lib/apps/create-app";
import type { Message, MessageDetail } from "@/lib/messages/contract";
import { handOver } from "@/lib/messages/hand-over";
import { readMessage } from "@/lib/messages/read-message";
import { receiptToken } from "@/lib/messages/receipt-token";
import { givenMessage, givenOwner } from "@/lib/messages/testing/given";
import { pool, prisma, transaction } from "@/lib/platform/database";
import { freePort } from "@/scripts/testing/free-port";
import { onTestDatabase, waitingJobs } from "@/scripts/testing/on-test-database";
import { type Behaviour, type StubbornRoutee, startStubbornRoutee } from "@/scripts/testing/stubborn-routee";
import { followUp } from "./ask-routee";
import { followUpDue } from "./follow-up-due";
import { ingestReceipt } from "./ingest-receipt";
import { refreshMessage } from "./refresh-message";
import { learnDeliveryTimes, readDeliveryTimes } from "./store";

const PORT = await freePort();
onTestDatabase({ SANDBOX_URL: `http://127.0.0.1:${PORT}` });

let owner: { accountId: string; appId: string };
let routee: StubbornRoutee;
let message: Message;
beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  routee = await startStubbornRoutee(PORT);
  // An app of its own, so that no test's history or circuit is another's.
  const app = await createApp(prisma(), { name: "Shop", environment: "sandbox", defaultSender: "Tidings" });
  message = await givenMessage({ ...owner, appId: app.id }, { ttl: 60 });
  return () => routee.close();
});

const read = async ({ id } = message): Promise<MessageDetail> => {
  const detail = await readMessage(id);
  if (!detail) throw new Error("The message is gone.");
  return detail;
};
/** Lets time pass for a message: everything that is known of it happened so much earlier. */
const pass = (interval: string, { id } = message) =>
  pool().query(
    `WITH looked AS (UPDATE follow_ups SET at = at - $2::interval WHERE message_id = $1)
     UPDATE messages SET created_at = created_at - $2::interval, requested_at = requested_at - $2::interval,
       asked_at = asked_at - $2::interval WHERE id = $1`,
    [id, interval],
  );
const jobsOf = async ({ id } = message) =>
  (await waitingJobs()).filter(({ payload }) => (payload as { messageId: string }).messageId === id);
const follow = async () => {
  while ((await followUpDue()) > 0);
  const due = (await jobsOf()).some(({ name }) => name === "follow-up");
  await pool().query("DELETE FROM graphile_worker._private_jobs WHERE key = $1", [`follow-up:${message.id}`]);
  if (due) await followUp(message.id);
  return due;
};
const item = (status: string) => ({
  smsId: "sms-1",
  messageId: `tracking-of-${message.id}`,
  part: 1,
  parts: 1,
  status: { status, date: new Date().toISOString(), reason: { detailedStatus: status, description: "" } },
});
const answering =
  (status: number, body: unknown): Behaviour =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
const trackedAs = (status: string) => {
  routee.on.single = answering(200, [item(status)]);
};
const asked = () => routee.asked(`/sms/tracking/single/tracking-of-${message.id}`);
const receiptOf = (status: string) =>
  ingestReceipt({
    token: receiptToken(message.id),
    body: JSON.stringify({
      smsId: "sms-1",
      messageId: `tracking-of-${message.id}`,
      part: 1,
      parts: 1,
      status: { name: status, updatedDate: new Date().toISOString() },
    }),
    remoteAddress: null,
    receivedAt: new Date().toISOString(),
  });

describe("a message whose receipts do not come", () => {
  test("is asked for once it is overdue, and what Routee says is kept as found by asking", async () => {
    await handOver(message.id);
    trackedAs("Delivered");
    expect(await follow()).toBe(false);
    await pass("2 minutes");
    expect(await follow()).toBe(false);
    await pass("4 minutes");
    expect(await follow()).toBe(true);
    const detail = await read();
    expect(detail).toMatchObject({ status: "Delivered", final: true, asks: 1 });
    expect(detail.events.at(-1)).toMatchObject({ source: "tracking", status: "Delivered", verdict: "applied" });
    expect(asked()).toBe(1);
    await pass("5 days");
    expect(await follow()).toBe(false);
  });

  test("is asked for less and less often while there is no news, which leaves no events", async () => {
    await handOver(message.id);
    await receiptOf("Sent");
    trackedAs("Queued");
    const before = (await read()).events.length;
    await pass("6 minutes");
    expect(await follow()).toBe(true);
    await pass("1 minute");
    expect(await follow()).toBe(false);
    await pass("2 minutes");
    expect(await follow()).toBe(true);
    const detail = await read();
    expect(detail).toMatchObject({ status: "Sent", asks: 2 });
    expect(detail.askedAt).not.toBeNull();
    expect(detail.events).toHaveLength(before);
  });

  test("ends as Unknown at its deadline, which says why; a late receipt still corrects it", async () => {
    await handOver(message.id);
    await receiptOf("Sent");
    trackedAs("Sent");
    await pass("26 hours");
    expect(await follow()).toBe(true);
    const detail = await read();
    expect(detail).toMatchObject({ status: "Unknown", final: true, reason: { detailedStatus: "No final status" } });
    expect(detail.events.at(-1)?.source).toBe("sweeper");
    expect(detail.reason?.description).toContain("The last status was Sent.");
    await receiptOf("Delivered");
    expect(await read()).toMatchObject({ status: "Delivered", final: true });
  });

  test("ends at its deadline also when Routee cannot be asked, and does not know it", async () => {
    await handOver(message.id);
    await pass("26 hours");
    await routee.close();
    expect(await follow()).toBe(true);
    expect((await read()).status).toBe("Queued");
    await pass("6 hours");
    expect(await follow()).toBe(true);
    expect((await read()).reason?.description).toContain("did not answer");
  });

  test("a final status found at the very end counts", async () => {
    await handOver(message.id);
    trackedAs("Undelivered");
    await pass("26 hours");
    await follow();
    expect(await read()).toMatchObject({ status: "Undelivered", final: true });
  });

  test("waits while Routee does not answer, without counting that as asked", async () => {
    await handOver(message.id);
    routee.on.single = answering(503, {});
    await pass("6 minutes");
    expect(await follow()).toBe(true);
    expect(await read()).toMatchObject({ status: "Queued", asks: 0 });
    expect(await follow()).toBe(false);
    trackedAs("Delivered");
    await pass("6 minutes");
    expect(await follow()).toBe(true);
    expect((await read()).status).toBe("Delivered");
  });

  test("whose worker died while asking is asked for again", async () => {
    await handOver(message.id);
    trackedAs("Delivered");
    await pass("6 minutes");
    await followUpDue();
    await pool().query("DELETE FROM graphile_worker._private_jobs");
    expect(await follow()).toBe(false);
    await pass("11 minutes");
    expect(await follow()).toBe(true);
    expect((await read()).status).toBe("Delivered");
  });
});

describe("a message that is not settled", () => {
  test("is left alone while it waits to be handed over", async () => {
    await pass("1 hour");
    await followUpDue();
    expect(await jobsOf()).toEqual([]);
    await handOver(message.id);
    expect(await read()).toMatchObject({ status: "Rejected", reason: { detailedStatus: "Not handed over" } });
  });

  test("has lost its answer when nobody can be asking any more", async () => {
    await pool().query(
      `WITH looked AS (INSERT INTO follow_ups (message_id, at) VALUES ($1, now()))
       UPDATE messages SET hand_over = 'requested', requested_at = now() WHERE id = $1`,
      [message.id],
    );
    await pass("11 minutes");
    await followUpDue();
    expect((await jobsOf()).map(({ name }) => name)).toEqual(["resolve-lost"]);
    expect((await read()).events.at(-1)?.reason?.detailedStatus).toBe("Answer lost");
  });

  test("of a lost answer goes on searching, and ends at the deadline", async () => {
    routee.on.sms = (request) => request.socket.resetAndDestroy();
    routee.on.search = answering(200, { content: [], last: true });
    await handOver(message.id);
    await pool().query("DELETE FROM graphile_worker._private_jobs");
    await pass("2 minutes");
    await followUpDue();
    expect((await jobsOf()).map(({ name }) => name)).toEqual(["resolve-lost"]);
    await pass("2 days");
    expect(await follow()).toBe(true);
    expect((await read()).status).toBe("Unknown");
    expect(routee.taken).toHaveLength(1);
  });
});

describe("refreshMessage", () => {
  test("asks now, whether overdue or not", async () => {
    await handOver(message.id);
    trackedAs("Delivered");
    expect(await refreshMessage(message.id)).toMatchObject({ status: "Delivered", asks: 1 });
    expect(await refreshMessage("00000000-0000-7000-8000-000000000000")).toBeNull();
  });

  test("says so when Routee cannot know or does not answer", async () => {
    await expect(refreshMessage(message.id)).rejects.toMatchObject({ code: "not_handed_over" });
    await handOver(message.id);
    await routee.close();
    await expect(refreshMessage(message.id)).rejects.toMatchObject({ code: "provider_unavailable" });
  });

  test("corrects an Unknown one, and finds one whose answer was lost", async () => {
    const usual = routee.on.search;
    routee.on.sms = (request) => request.socket.resetAndDestroy();
    routee.on.search = answering(200, { content: [], last: true });
    await handOver(message.id);
    expect((await refreshMessage(message.id))?.status).toBe("Accepted");
    await pass("26 hours");
    await follow();
    expect((await read()).status).toBe("Unknown");
    routee.on.search = usual;
    expect(await refreshMessage(message.id)).toMatchObject({
      trackingId: `tracking-of-${message.id}`,
      status: "Unknown",
    });
    trackedAs("Delivered");
    expect((await refreshMessage(message.id))?.status).toBe("Delivered");
  });
});

describe("learnDeliveryTimes", () => {
  test("learns from an app's own delivered messages, per country and operator", async () => {
    const { appId } = message;
    for (const seconds of Array.from({ length: 20 }, (_, i) => i + 1)) {
      const one = await givenMessage({ ...owner, appId });
      await pool().query(
        `WITH requested AS (UPDATE messages SET requested_at = now() WHERE id = $1)
         UPDATE message_states SET status = 'Delivered', final = true, operator = $2,
           final_at = now() + $3 * interval '1 second' WHERE message_id = $1`,
        [one.id, seconds > 10 ? "Cosmote" : "Vodafone", seconds],
      );
    }
    await transaction(learnDeliveryTimes);
    await transaction(learnDeliveryTimes);
    const learnt = (await readDeliveryTimes(pool(), [appId])).get(appId) ?? [];
    const of = (country: string, operator: string) =>
      learnt.find((one) => one.country === country && one.operator === operator);
    expect(of("*", "*")).toMatchObject({ samples: 20 });
    expect(of("GR", "*")?.p95Seconds).toBeCloseTo(19.05, 1);
    expect(of("GR", "Cosmote")?.samples).toBe(10);
    expect(of("GR", "Vodafone")?.p95Seconds).toBeLessThan(10);
  });
});
