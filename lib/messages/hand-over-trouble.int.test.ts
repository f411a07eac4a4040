import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readConnection } from "@/lib/apps/circuit";
import { createApp } from "@/lib/apps/create-app";
import { pool, prisma } from "@/lib/platform/database";
import { ingestReceipt } from "@/lib/receipts/ingest-receipt";
import { FAILURES_TO_OPEN } from "@/lib/routee/circuit";
import { freePort } from "@/scripts/testing/free-port";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import {
  type Behaviour,
  notTaking,
  type StubbornRoutee,
  startStubbornRoutee,
  stayMute,
} from "@/scripts/testing/stubborn-routee";
import type { Message, MessageDetail } from "./contract";
import { handOver } from "./hand-over";
import { readMessage } from "./read-message";
import { resolveLost } from "./resolve-lost";
import { dueIn } from "./testing/due-in";
import { givenMessage, givenOwner } from "./testing/given";

/** Trouble at hand-over, each with the count of messages that the other side really took. */
const PORT = await freePort();
onTestDatabase({ SANDBOX_URL: `http://127.0.0.1:${PORT}`, ROUTEE_TIMEOUT_MS: "400" });

let owner: { accountId: string; appId: string };
let routee: StubbornRoutee;
beforeAll(async () => {
  owner = await givenOwner();
});
beforeEach(async () => {
  routee = await startStubbornRoutee(PORT);
  // An app of its own: without a token yet, and with a circuit that nothing has failed on.
  const app = await createApp(prisma(), { name: "Shop", environment: "sandbox", defaultSender: "Tidings" });
  owner = { ...owner, appId: app.id };
  return () => routee.close();
});

const read = async ({ id }: Message): Promise<MessageDetail> => {
  const detail = await readMessage(id);
  if (!detail) throw new Error("The message is gone.");
  return detail;
};
const handOverOf = async ({ id }: Message) =>
  (await pool().query<{ hand_over: string }>("SELECT hand_over FROM messages WHERE id = $1", [id])).rows[0]?.hand_over;
/** In how many seconds the next hand-over of a message is due. */
const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
const receipt = (address: string, status: string) =>
  ingestReceipt({
    token: address.split("/").at(-1) ?? "",
    body: JSON.stringify({
      messageId: "from-the-receipt",
      smsId: "sms-1",
      part: 1,
      parts: 1,
      status: { name: status, updatedDate: new Date().toISOString() },
    }),
    remoteAddress: null,
    receivedAt: new Date().toISOString(),
  });

describe("not taken for sure", () => {
  test("429: it waits as long as Routee asks for, and is then taken once", async () => {
    const message = await givenMessage(owner);
    const usual = routee.on.sms;
    routee.on.sms = notTaking(routee, answer(429, { code: "429000000" }, { "retry-after": "90" }));
    await handOver(message.id);
    expect(routee.taken).toHaveLength(0);
    expect(await handOverOf(message)).toBe("pending");
    expect(await dueIn(message)).toBeGreaterThan(80);
    expect((await read(message)).events.at(-1)?.reason?.detailedStatus).toBe("Slowed down by Routee");
    routee.on.sms = usual;
    await handOver(message.id);
    expect(routee.taken).toHaveLength(1);
    expect((await read(message)).status).toBe("Queued");
  });

  const tokenTroubles: [string, Behaviour][] = [
    ["does not answer", stayMute],
    ["answers 500", answer(500, {})],
    ["answers 503", answer(503, {}, { "retry-after": "7" })],
    ["answers 429", answer(429, {})],
    ["answers with garbage", (_, response) => response.end("<html>")],
    ["cuts the connection", (request) => request.socket.resetAndDestroy()],
  ];
  test.each(tokenTroubles)("the token endpoint %s: nothing is sent, and it is tried again", async (_, misbehave) => {
    const message = await givenMessage(owner);
    const usual = routee.on.token;
    routee.on.token = misbehave;
    await handOver(message.id);
    expect(routee.asked("/sms")).toBe(0);
    expect(await handOverOf(message)).toBe("pending");
    expect((await read(message)).status).toBe("Accepted");
    expect(await dueIn(message)).toBeGreaterThan(0);
    routee.on.token = usual;
    await handOver(message.id);
    expect(routee.taken).toHaveLength(1);
    expect((await read(message)).status).toBe("Queued");
  });

  test("401 twice: the new token is refused too, so the message ends", async () => {
    const message = await givenMessage(owner);
    routee.on.sms = notTaking(routee, answer(401, { error: "invalid_token" }));
    await handOver(message.id);
    expect(routee.asked("/oauth/token")).toBe(2);
    expect(routee.taken).toHaveLength(0);
    expect(await read(message)).toMatchObject({
      status: "Rejected",
      reason: { detailedStatus: "Credentials refused" },
    });
  });

  test("only what is left of its time to live is asked for", async () => {
    const message = await givenMessage(owner, { ttl: 60 });
    await pool().query("UPDATE messages SET created_at = now() - interval '45.5 minutes' WHERE id = $1", [message.id]);
    await handOver(message.id);
    expect(routee.taken).toEqual([expect.objectContaining({ ttl: 15 })]);
  });
});

describe("perhaps taken", () => {
  const troubles: [string, Behaviour][] = [
    ["no answer in time", stayMute],
    ["a 502", answer(502, {})],
    ["a 503 with Retry-After", answer(503, {}, { "retry-after": "1" })],
    ["a 200 without a tracking ID", answer(200, { status: "Queued" })],
    ["half an answer, then silence", (_, response) => response.writeHead(200).write("{")],
  ];
  test.each(troubles)("%s: it is sent once, and asking Routee settles it", async (_, misbehave) => {
    const message = await givenMessage(owner);
    routee.on.sms = misbehave;
    await handOver(message.id);
    expect(await handOverOf(message)).toBe("lost");
    for (let again = 0; again < 3; again += 1) await handOver(message.id);
    await resolveLost(message.id, 0);
    expect(routee.taken).toHaveLength(1);
    expect(await read(message)).toMatchObject({ status: "Sent", trackingId: `tracking-of-${message.id}` });
  });
});

describe("a receipt that is faster than the answer", () => {
  test("settles the message, and the answer changes nothing about that", async () => {
    const message = await givenMessage(owner);
    const usual = routee.on.sms;
    routee.on.sms = (request, response, body) => {
      const address = routee.taken[0]?.callback.url ?? "";
      void receipt(address, "Sent")
        .then(() => receipt(address, "Delivered"))
        .then(() => usual(request, response, body));
    };
    await handOver(message.id);
    const detail = await read(message);
    expect(detail).toMatchObject({ status: "Delivered", final: true });
    expect(detail.events.map(({ source }) => source)).toEqual(["dashboard", "receipt", "receipt", "response"]);
    expect(await handOverOf(message)).toBe("settled");
    await handOver(message.id);
    expect(routee.taken).toHaveLength(1);
  });

  test.each([
    ["the answer is lost", (request) => request.socket.resetAndDestroy()],
    ["Routee says 500", answer(500, {})],
    ["Routee says 429 although it took it", answer(429, {})],
  ] satisfies [string, Behaviour][])("settles the message when %s", async (_, misbehave) => {
    const message = await givenMessage(owner);
    routee.on.sms = (request, response, body) => {
      void receipt(routee.taken[0]?.callback.url ?? "", "Sent").then(() => misbehave(request, response, body));
    };
    await handOver(message.id);
    expect(await handOverOf(message)).toBe("settled");
    await handOver(message.id);
    await resolveLost(message.id, 0);
    expect(routee.taken).toHaveLength(1);
    expect(await read(message)).toMatchObject({ status: "Sent", trackingId: "from-the-receipt" });
  });
});

describe("when requests keep failing", () => {
  test("no more are made for the app, the messages wait and say so, and go on when one comes through", async () => {
    const usual = routee.on.token;
    routee.on.token = answer(503, {});
    const tried: Message[] = [];
    for (let i = 0; i < FAILURES_TO_OPEN; i += 1) {
      const message = await givenMessage(owner);
      await handOver(message.id);
      tried.push(message);
    }
    expect((await readConnection(owner.appId)).state).toBe("open");
    const asked = routee.asked("/oauth/token");
    const message = await givenMessage(owner);
    for (let again = 0; again < 3; again += 1) await handOver(message.id);
    expect(routee.asked("/oauth/token")).toBe(asked);
    const waiting = await read(message);
    expect(waiting.events.map(({ reason }) => reason?.detailedStatus)).toEqual([undefined, "Waiting for Routee"]);
    expect(await dueIn(message)).toBeGreaterThan(0);

    routee.on.token = usual;
    await pool().query("UPDATE provider_circuits SET retry_at = now()");
    for (const { id } of [message, ...tried]) await handOver(id);
    expect((await readConnection(owner.appId)).state).toBe("closed");
    expect(routee.taken).toHaveLength(FAILURES_TO_OPEN + 1);
    expect((await read(message)).status).toBe("Queued");
  });
});
