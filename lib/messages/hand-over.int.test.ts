import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pool, transaction } from "@/lib/platform/database";
import { freePort } from "@/scripts/testing/free-port";
import { onTestDatabase, waitingJobs } from "@/scripts/testing/on-test-database";
import { type Behaviour, giveToken, type StubbornRoutee, startStubbornRoutee } from "@/scripts/testing/stubborn-routee";
import type { Message, MessageDetail } from "./contract";
import { handOver } from "./hand-over";
import { readMessage } from "./read-message";
import { messageOfToken } from "./receipt-token";
import { recordObservations } from "./record-observations";
import { resolveLost } from "./resolve-lost";
import { dueIn } from "./testing/due-in";
import { givenMessage, givenOwner } from "./testing/given";

/** Handing over to a server that misbehaves in every way; it counts what it really took. */
const PORT = await freePort();
onTestDatabase({ SANDBOX_URL: `http://127.0.0.1:${PORT}` });

let owner: { accountId: string; appId: string };
let routee: StubbornRoutee;
beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  routee = await startStubbornRoutee(PORT);
  return () => routee.close();
});

const read = async (message: Message): Promise<MessageDetail> => {
  const detail = await readMessage(message.id);
  if (!detail) throw new Error("The message is gone.");
  return detail;
};
const handOverOf = async (message: Message) => {
  const found = await pool().query<{ hand_over: string }>("SELECT hand_over FROM messages WHERE id = $1", [message.id]);
  return found.rows[0]?.hand_over;
};
const jobsOf = async (message: Message) =>
  (await waitingJobs())
    .filter(({ payload }) => (payload as { messageId: string }).messageId === message.id)
    .map(({ name }) => name);
const answer =
  (status: number, body: unknown): Behaviour =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };

describe("handOver", () => {
  test("sends what was accepted, with a receipt address that leads back", async () => {
    const message = await givenMessage(owner, { ttl: 60, flash: true, label: "t-17" });
    await handOver(message.id);
    expect(routee.taken).toEqual([
      {
        to: message.to,
        body: message.body,
        from: "Tidings",
        label: "t-17",
        ttl: 60,
        flash: true,
        callback: { strategy: "OnChange", url: expect.stringMatching(/^http:\/\/localhost:3000\/webhooks\/routee\//) },
      },
    ]);
    expect(messageOfToken(routee.taken[0]?.callback.url.split("/").at(-1) ?? "")).toBe(message.id);
    expect(await read(message)).toMatchObject({ status: "Queued", trackingId: "tracking-of-t-17" });
    await handOver(message.id);
    expect(routee.taken).toHaveLength(1);
  });

  test("a refusal ends the message with Routee's reason", async () => {
    routee.on.sms = answer(400, { code: "400001009", developerMessage: "Insufficient Balance" });
    const message = await givenMessage(owner);
    await handOver(message.id);
    const detail = await read(message);
    expect(detail).toMatchObject({ status: "Rejected", final: true, reason: { detailedStatus: "400001009" } });
    expect(detail.reason?.description).toContain("Insufficient Balance");
    expect(await handOverOf(message)).toBe("settled");
  });

  test("a token that ran out is replaced, and the request repeated once", async () => {
    const message = await givenMessage(owner);
    const usual = routee.on.sms;
    let refusals = 0;
    routee.on.sms = (request, response, body) => {
      if (refusals > 0) return usual(request, response, body);
      refusals += 1;
      routee.taken.pop();
      return answer(401, { error: "invalid_token", error_description: "Invalid access token" })(
        request,
        response,
        body,
      );
    };
    await handOver(message.id);
    expect((await read(message)).status).toBe("Queued");
    expect(routee.taken).toHaveLength(1);
  });

  test("credentials that are refused end the message", async () => {
    const message = await givenMessage(await givenFreshApp());
    routee.on.token = answer(401, {
      status: 401,
      error: "Unauthorized",
      message: "Bad credentials",
      path: "/oauth/token",
    });
    await handOver(message.id);
    expect(await read(message)).toMatchObject({
      status: "Rejected",
      reason: { detailedStatus: "Credentials refused" },
    });
    routee.on.token = giveToken;
  });

  test("what surely did not arrive is tried again later, and says so", async () => {
    const message = await givenMessage(await givenFreshApp());
    await routee.close();
    await handOver(message.id);
    await handOver(message.id);
    const detail = await read(message);
    expect(detail.status).toBe("Accepted");
    expect(detail.events.slice(1).map(({ source, reason }) => [source, reason?.detailedStatus])).toEqual([
      ["response", "Routee not reached"],
      ["response", "Routee not reached"],
    ]);
    expect(detail.events.at(-1)?.reason?.description).toContain("Attempt 2; the next one follows in 5 s.");
    expect(await handOverOf(message)).toBe("pending");
    expect(await dueIn(message)).toBeGreaterThan(4);
    routee = await startStubbornRoutee(PORT);
    await handOver(message.id);
    expect((await read(message)).status).toBe("Queued");
  });

  test("a message that could not be handed over within its time to live ends", async () => {
    const message = await givenMessage(owner, { ttl: 1 });
    await pool().query("UPDATE messages SET created_at = now() - interval '2 minutes' WHERE id = $1", [message.id]);
    await handOver(message.id);
    expect(await read(message)).toMatchObject({ status: "Rejected", reason: { detailedStatus: "Not handed over" } });
    expect(routee.taken).toHaveLength(0);
  });
});

describe("an answer that is lost", () => {
  const ways: [string, Behaviour][] = [
    ["reset after the request", (request) => request.socket.resetAndDestroy()],
    ["a 500", answer(500, { status: 500, error: "Internal Server Error" })],
    ["something that is not JSON", (_, response) => response.end("<html>")],
    [
      "an answer cut short",
      (_, response) => {
        response.writeHead(200, { "content-length": "500" });
        response.write('{"trackingId":');
        response.socket?.destroy();
      },
    ],
  ];

  test.each(ways)("%s: is not sent again, and a search settles it", async (_, misbehave) => {
    routee.on.sms = misbehave;
    const message = await givenMessage(owner);
    await handOver(message.id);
    expect(await handOverOf(message)).toBe("lost");
    expect(await jobsOf(message)).toContain("resolve-lost");
    await handOver(message.id);
    expect(routee.taken).toHaveLength(1);
    await resolveLost(message.id, 0);
    expect(await read(message)).toMatchObject({ status: "Sent", trackingId: `tracking-of-${message.id}` });
    expect(await handOverOf(message)).toBe("settled");
  });

  test("a receipt settles it too", async () => {
    routee.on.sms = (request) => request.socket.resetAndDestroy();
    const message = await givenMessage(owner);
    await handOver(message.id);
    const now = new Date().toISOString();
    await transaction((sql) =>
      recordObservations(sql, [
        {
          messageId: message.id,
          source: "receipt",
          receivedAt: now,
          observation: { origin: "report", status: "Delivered", at: now, segment: 1, parts: 1 },
        },
      ]),
    );
    expect(await handOverOf(message)).toBe("settled");
    await resolveLost(message.id, 0);
    expect(routee.asked("/sms/tracking")).toBe(0);
  });

  test("never found, it ends as Unknown, which a late receipt corrects", async () => {
    routee.on.sms = (request) => request.socket.resetAndDestroy();
    routee.on.search = answer(200, { content: [], last: true });
    const message = await givenMessage(owner);
    await handOver(message.id);
    for (let search = 0; search < 6; search += 1) {
      await resolveLost(message.id, search);
      expect((await read(message)).status).toBe("Accepted");
    }
    await resolveLost(message.id, 6);
    expect(await read(message)).toMatchObject({
      status: "Unknown",
      final: true,
      reason: { detailedStatus: "Answer lost" },
    });
    const now = new Date().toISOString();
    await transaction((sql) =>
      recordObservations(sql, [
        {
          messageId: message.id,
          source: "receipt",
          receivedAt: now,
          observation: { origin: "report", status: "Delivered", at: now, segment: 1, parts: 1 },
        },
      ]),
    );
    expect((await read(message)).status).toBe("Delivered");
    expect(routee.taken).toHaveLength(1);
  });

  test("a search that Routee does not answer does not count", async () => {
    routee.on.sms = (request) => request.socket.resetAndDestroy();
    routee.on.search = answer(500, {});
    const message = await givenMessage(owner);
    await handOver(message.id);
    await resolveLost(message.id, 6);
    expect((await read(message)).status).toBe("Accepted");
    expect(
      (await waitingJobs()).filter(({ name }) => name === "resolve-lost").map(({ payload }) => payload),
    ).toContainEqual({
      messageId: message.id,
      search: 6,
    });
  });

  test("another message's tracking ID is never taken for it", async () => {
    const other = await givenMessage(owner, { label: "same" });
    await handOver(other.id);
    routee.on.sms = (request) => request.socket.resetAndDestroy();
    const message = await givenMessage(owner, { label: "same" });
    await handOver(message.id);
    await resolveLost(message.id, 0);
    expect(await read(message)).toMatchObject({ status: "Accepted", trackingId: null });
  });
});

/** An app of its own, for which no token is kept yet. */
async function givenFreshApp(): Promise<{ accountId: string; appId: string }> {
  const { createApp } = await import("@/lib/apps/create-app");
  const { prisma } = await import("@/lib/platform/database");
  const app = await createApp(prisma(), { name: "Fresh", environment: "sandbox", defaultSender: "Tidings" });
  return { accountId: owner.accountId, appId: app.id };
}
